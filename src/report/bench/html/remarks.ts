import type { BenchResult } from '../../../bench/bench-result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { groupBy } from '../group-by.ts';
import { omissionSentence } from '../omission.ts';
import {
  generatorBoundWarning,
  type Note,
  notesOf,
  placesText,
  reasonTexts,
  type Trouble,
  troublesOf,
} from '../remarks.ts';
import { statusMarks } from '../status.ts';
import type { StageSummary } from '../summary.ts';
import { hasToolBound, toolBoundFactor } from '../tool-floor.ts';
import { statusClass } from './cells.ts';

/** What a reader must know before believing the table above it. */
export function stageFootnotes(stage: StageSummary): Markup {
  const omission = omissionSentence(stage);
  return html`
  ${
    hasToolBound(stage)
      ? html`<p class="footnote"><b>* tool-bound:</b> within ${toolBoundFactor} times of what mqtt-assay itself takes with a target that does nothing (last row). Read it as “at most”.</p>`
      : undefined
  }
  ${omission === undefined ? undefined : html`<p class="footnote">${omission}</p>`}`;
}

/** Reasons, advice and notes that belong to a stage. */
export function stageRemarks(result: BenchResult, { stage }: StageSummary): Markup | undefined {
  const here = (remark: Trouble | Note): boolean => remark.places.some((place) => place.stage === stage.name);
  const troubles = troublesOf(result).filter(here);
  const notes = notesOf(result).filter(here);
  if (troubles.length + notes.length === 0) return undefined;
  return html`
  <h3 class="visually-hidden">What happened</h3>
  <ul class="remarks">
    ${troubles.map((trouble) => troubleItem(trouble, result))}
    ${[...groupBy(notes, ({ target }) => target)].map(([target, group]) => noteItem(target, group, result))}
  </ul>`;
}

function troubleItem(trouble: Trouble, result: BenchResult): Markup {
  const { glyph, word } = statusMarks[trouble.status];
  return html`
    <li class="remark ${statusClass(trouble.status)}">
      <h4><span aria-hidden="true">${glyph}</span> ${trouble.target} ${word} <span>${placesText(trouble.places, result)}</span></h4>
      ${reasonTexts(trouble, result).map((reason) => html`<p>${reason}</p>`)}
      ${trouble.status === 'generator-bound' ? html`<p class="publish">${generatorBoundWarning(trouble.target)}</p>` : undefined}
      ${trouble.advice.length === 0 ? undefined : html`<ul>${trouble.advice.map((advice) => html`<li>${advice}</li>`)}</ul>`}
    </li>`;
}

function noteItem(target: string, notes: readonly Note[], result: BenchResult): Markup {
  return html`
    <li class="remark"><h4>${target} <span>notes</span></h4>${notes.map(({ text, places }) => {
      const where = placesText(places, result);
      return html`<p>${where === '' ? undefined : html`<span class="place">${where}:</span> `}${text}</p>`;
    })}</li>`;
}
