import type { ComparedTarget, Comparison } from '../../../bench/compare/comparison.ts';
import { comparedStages, rowsOfStage } from '../../comparison-remarks.ts';
import type { Markup } from '../../html/markup.ts';
import { anchor, html } from '../../html/markup.ts';
import { swatch } from './cells.ts';
import { howToRead, noteList } from './comparison.ts';
import { comparedStage } from './comparison-table.ts';
import { conclusionMeanings, tally } from './conclusions.ts';
import { benchDocument } from './shell.ts';

/** One self-contained page of a comparison of two targets: no request leaves it, and no script runs in it. */
export function compareHtml(comparison: Comparison): string {
  const { a, b } = comparison;
  const stages = comparedStages(comparison);
  const contents = stages.map((stage, index) => [anchor(`stage-${index + 1}`, stage), stage] as const);
  return benchDocument({
    title: `${b.name} against ${a.name}: MQTT benchmark`,
    mainId: contents[0]?.[0] ?? 'glossary',
    content: [
      pageHead(comparison, [...contents, ['glossary', 'How to read this']]),
      html`
<main>
${contents.map(([id, stage]) => stageSection(id, stage, comparison))}
</main>
<footer id="glossary">
  <h2>How to read this</h2>
  ${howToRead(comparison, [comparison])}
  ${conclusionMeanings(comparison)}
  <p>Made by mqtt-assay from result files of bench and nothing else.</p>
</footer>`,
    ],
  });
}

function pageHead(
  comparison: Comparison,
  contents: readonly (readonly [id: string, title: string])[],
): Markup {
  const { a, b, order, notes, rows } = comparison;
  return html`
<header class="page-head">
  <p class="eyebrow">MQTT benchmark comparison</p>
  <h1>${b.name} against ${a.name}</h1>
  <p class="lead">${
    order === 'interleaved'
      ? 'One run in which the rounds take turns: a ratio is the geometric mean over the pairs of rounds.'
      : 'Two runs, one after the other: a ratio is that of the geometric means.'
  } A ratio of 2.00× is twice as much.</p>
  <dl class="facts">
    ${side('A', a, 0)}
    ${side('B', b, 1)}
    <div class="wide"><dt>Outcome</dt><dd>${tally(rows)}</dd></div>
  </dl>
  ${noteList(notes)}
  <nav aria-label="On this page"><ul class="contents">${contents.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>`;
}

function side(letter: string, { name, product }: ComparedTarget, place: number): Markup {
  return html`<div class="wide"><dt>${letter}</dt><dd>${swatch(place)}<b>${name}</b>${product === undefined ? undefined : `, ${product}`}</dd></div>`;
}

function stageSection(id: string, stage: string, comparison: Comparison): Markup {
  return html`
<section id="${id}">
  <div class="stage-head"><h2>${stage}</h2><p>Medians of the rounds.</p></div>
  ${comparedStage(rowsOfStage(comparison, stage), comparison, { a: 0, b: 1 })}
</section>`;
}
