import type { Comparison, ComparisonRow } from '../../../bench/compare/comparison.ts';
import { chanceText, comparedStages, isCompared, methodText, rowsOfStage } from '../../comparison-remarks.ts';
import { timesText } from '../../comparison-sentence.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { notesOfAll } from '../comparisons.ts';
import { numberCell, swatch } from './cells.ts';
import { comparedStage } from './comparison-table.ts';
import { conclusionClass, conclusionMarks, glyph, legend, tally } from './conclusions.ts';

/**
 * The first target against each of the others: all ratios at a glance where there are several others, then pair by
 * pair. Nothing where there is nobody to compare with.
 */
export function comparisonSection(comparisons: readonly Comparison[]): Markup | undefined {
  const [first, ...more] = comparisons;
  if (first === undefined) return undefined;
  return html`
<section id="comparison">
  <div class="stage-head"><h2>Comparison</h2><p>${more.length === 0 ? first.b.name : 'Each'} against ${first.a.name}, the first target: a ratio of 2.00× is twice as much.</p></div>
  ${more.length === 0 ? pairStages(first, 0) : [overview(comparisons), comparisons.map(foldedPair)]}
  ${noteList(notesOfAll(comparisons))}
  ${howToRead(first, comparisons)}
</section>`;
}

/** What a reader must know of the numbers. */
export function noteList(notes: readonly string[]): Markup | undefined {
  if (notes.length === 0) return undefined;
  return html`
  <ul class="remarks"><li class="remark"><h4>Notes</h4>${notes.map((note) => html`<p>${note}</p>`)}</li></ul>`;
}

/** How the interval and the noise floor came about, and how much may be an accident. */
export function howToRead({ order }: Comparison, comparisons: readonly Comparison[]): Markup {
  const chance = chanceText(comparisons.flatMap(({ rows }) => rows));
  return html`
  <p class="footnote">${methodText(order)}${chance === undefined ? undefined : ` ${chance}`}</p>`;
}

function foldedPair(comparison: Comparison, index: number): Markup {
  const { a, b, rows } = comparison;
  return html`
  <details class="pair"><summary><h3>${swatch(index + 1)}${b.name} <span>against ${a.name}</span></h3> ${tally(rows)}</summary>
  ${pairStages(comparison, index)}
  </details>`;
}

function pairStages(comparison: Comparison, index: number): readonly Markup[] {
  const stages = comparedStages(comparison);
  return stages.map(
    (stage) => html`
  ${stages.length === 1 ? undefined : html`<h4 class="pair-stage">${stage}</h4>`}
  ${comparedStage(rowsOfStage(comparison, stage), comparison, { a: 0, b: index + 1 })}`,
  );
}

/** Every ratio of every target in one table. */
function overview(comparisons: readonly Comparison[]): Markup {
  const measured = comparisons.flatMap(({ rows }) => rows);
  const stages = [...new Set(measured.map(({ stage }) => stage))];
  return html`
  <div class="table-frame">
  <table class="numbers ratios glance">
    <caption>All ratios at a glance: ${legend()}</caption>
    <thead><tr><th scope="col" class="text">Ratio to ${comparisons[0]?.a.name}</th>${comparisons.map(({ b }, index) => html`<th scope="col" class="begin">${swatch(index + 1)}${b.name}</th>`)}</tr></thead>
    ${stages.map((stage) => {
      const measures = new Set(measured.filter((row) => row.stage === stage).map(({ measure }) => measure));
      return html`
    <tbody>
      ${stages.length === 1 ? undefined : html`<tr class="stage-row"><th scope="rowgroup" colspan="${comparisons.length + 1}">${stage}</th></tr>`}
      ${[...measures].map((measure) => overviewRow(stage, measure, comparisons))}
    </tbody>`;
    })}
  </table>
  </div>`;
}

function overviewRow(
  stage: string,
  measure: ComparisonRow['measure'],
  comparisons: readonly Comparison[],
): Markup {
  return html`
      <tr><th scope="row">${measure}</th>${comparisons.map(({ rows }) =>
        overviewCell(rows.find((row) => row.stage === stage && row.measure === measure)),
      )}</tr>`;
}

function overviewCell(row: ComparisonRow | undefined): Markup {
  if (row === undefined) return numberCell(undefined, 'begin');
  const { conclusion } = row;
  const { word } = conclusionMarks[conclusion];
  return html`<td class="begin ${conclusionClass(conclusion)}" title="${word}">${glyph(conclusion)} ${
    isCompared(row) ? html`<span class="ratio">${timesText(row.ratio)}</span>` : undefined
  }<span class="visually-hidden"> ${word}</span></td>`;
}
