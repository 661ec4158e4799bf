import type { Comparison, ComparisonRow } from '../../../bench/compare/comparison.ts';
import { tallyOf } from '../../comparison-remarks.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';

type Conclusion = ComparisonRow['conclusion'];

interface ConclusionMark {
  readonly glyph: string;
  /** Where it is clear of whom it is. */
  readonly word: string;
  readonly meaning: string;
}

/** Sign and word of each conclusion; no report depends on colour. */
export const conclusionMarks: Readonly<Record<Conclusion, ConclusionMark>> = {
  'b is better': {
    glyph: '▲',
    word: 'better',
    meaning:
      'The interval leaves out 1, and the ratio is beyond the noise floor. More is better of a rate, less of all else.',
  },
  'b is worse': { glyph: '▼', word: 'worse', meaning: 'The same, the other way.' },
  indicative: {
    glyph: '~',
    word: 'indicative',
    meaning: 'It would be a difference if there were more than one round. Do not publish it as one.',
  },
  'no difference shown': {
    glyph: '○',
    word: 'no difference shown',
    meaning:
      'Chance alone may have brought this about. It does not say that there is no difference: more rounds may show one.',
  },
  'not comparable': {
    glyph: '–',
    word: 'not comparable',
    meaning: 'One of the two has no number that could be compared; the reason stands below the table.',
  },
};

/** Name of the class that colours a conclusion. */
export function conclusionClass(conclusion: Conclusion): string {
  return `says-${conclusionMarks[conclusion].word.replaceAll(' ', '-')}`;
}

/** How often each conclusion came, the differences first. */
export function tally(rows: readonly ComparisonRow[]): Markup {
  return html`<span class="conclusion-tally">${tallyOf(rows).map(
    ({ conclusion, times }) =>
      html`<span class="${conclusionClass(conclusion)}">${glyph(conclusion)} ${times} ${conclusionMarks[conclusion].word}</span> `,
  )}</span>`;
}

/** Every sign with its word. */
export function legend(): Markup {
  return html`<span class="conclusion-tally">${conclusions.map(
    (conclusion) =>
      html`<span class="${conclusionClass(conclusion)}">${glyph(conclusion)} ${conclusionMarks[conclusion].word}</span> `,
  )}</span>`;
}

/** The sign alone, for those who see it. */
export function glyph(conclusion: Conclusion): Markup {
  return html`<span class="glyph" aria-hidden="true">${conclusionMarks[conclusion].glyph}</span>`;
}

/** What each conclusion means. */
export function conclusionMeanings({ b }: Pick<Comparison, 'b'>): Markup {
  return html`
  <dl class="glossary conclusions">${conclusions.map(
    (conclusion) =>
      html`<div><dt class="${conclusionClass(conclusion)}">${glyph(conclusion)} ${conclusion.startsWith('b is') ? `${b.name} is ` : ''}${conclusionMarks[conclusion].word}</dt><dd>${conclusionMarks[conclusion].meaning}</dd></div>`,
  )}</dl>`;
}

const conclusions = Object.keys(conclusionMarks) as readonly Conclusion[];
