import type { ComparedRow, Comparison, ComparisonRow } from '../../../bench/compare/comparison.ts';
import { type Ratio, ratioBars } from '../../charts.ts';
import { isCompared, remarksOf, roundsNeededText } from '../../comparison-remarks.ts';
import { bareIntervalText, conclusionText, timesText, valueText } from '../../comparison-sentence.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { shareText } from '../numbers.ts';
import { numberCell, swatch } from './cells.ts';
import { conclusionClass, glyph } from './conclusions.ts';
import { chartFigure } from './shell.ts';

/** Which colours the two sides have in every chart of the page. */
export interface Places {
  readonly a: number;
  readonly b: number;
}

/** One stage of a comparison: its numbers, the ratios as a chart, and what qualifies them. */
export function comparedStage(
  rows: readonly ComparisonRow[],
  comparison: Comparison,
  places: Places,
): Markup {
  const needed = roundsNeededText(rows);
  return html`
  <div class="compared">
    ${comparisonTable(rows, comparison, places)}
    ${comparisonChart(rows, comparison)}
  </div>
  ${remarksOf(rows).map((reason) => html`<p class="footnote"><b>!</b> ${reason}</p>`)}
  ${needed === undefined ? undefined : html`<p class="footnote">${needed}</p>`}`;
}

function comparisonTable(rows: readonly ComparisonRow[], { a, b }: Comparison, places: Places): Markup {
  return html`
    <div class="table-frame">
    <table class="numbers ratios">
      <caption class="visually-hidden">Medians of ${a.name} and of ${b.name}, their ratio and what it says</caption>
      <thead><tr><th scope="col" class="text">Measure</th><th scope="col">${swatch(places.a)}${a.name}</th><th scope="col">${swatch(places.b)}${b.name}</th><th scope="col" class="begin">ratio</th><th scope="col">95 % interval</th><th scope="col">noise floor</th><th scope="col" class="text begin">Conclusion</th></tr></thead>
      <tbody>${rows.map((row) => comparisonRow(row, b.name))}</tbody>
    </table>
    </div>`;
}

function comparisonRow(row: ComparisonRow, nameB: string): Markup {
  const value = (text: (compared: ComparedRow) => string, className = ''): Markup =>
    numberCell(isCompared(row) ? text(row) : undefined, className);
  return html`
        <tr class="${conclusionClass(row.conclusion)}">
          <th scope="row">${row.measure}</th>
          ${value((compared) => valueText(compared, compared.a.median))}${value((compared) => valueText(compared, compared.b.median))}
          ${value(({ ratio }) => timesText(ratio), 'begin ratio')}${value(bareIntervalText)}${value(({ noiseFloor }) => shareText(noiseFloor))}
          <td class="text begin verdict">${glyph(row.conclusion)} ${conclusionText(row, nameB)}</td>
        </tr>`;
}

function comparisonChart(rows: readonly ComparisonRow[], { a, b }: Comparison): Markup | undefined {
  const ratios = rows.filter(isCompared).map(ratioOf);
  if (ratios.length === 0) return undefined;
  return chartFigure(
    `${b.name} / ${a.name}`,
    'Whiskers: 95 % interval. Shaded: noise floor.',
    ratioBars(`Ratio of ${b.name} to ${a.name}`, ratios),
  );
}

function ratioOf(row: ComparedRow): Ratio {
  const { measure: label, ratio, low, high, noiseFloor } = row;
  return { label, ratio, low, high, noiseFloor, verdict: verdictOf(row) };
}

/** What is no more than indicative must not shine in the chart. */
function verdictOf({ conclusion }: ComparedRow): Ratio['verdict'] {
  switch (conclusion) {
    case 'b is better':
      return 'better';
    case 'b is worse':
      return 'worse';
    case 'no difference shown':
    case 'indicative':
      return 'same';
  }
}
