import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { metricTitles } from '../metrics.ts';
import { bytesText, coresText, costText, latencyText, rateText, shareText } from '../numbers.ts';
import { type BenchRow, type Percentile, type StageSummary } from '../summary.ts';
import { throughOf } from '../through.ts';
import { ceilingText, floorOf, highShareOfCeiling, isToolBound } from '../tool-floor.ts';
import { countCell, deliveredCell, lostCell, numberCell, statusText, swatch, withSpread } from './cells.ts';

/** The others stand in the details. */
const shown = [
  ['p50', 'p50'],
  ['p99', 'p99'],
  ['p999', 'p99.9'],
  ['max', 'max'],
] as const satisfies readonly (readonly [Percentile, string])[];

/** Everything about a stage in one row for each target; the last row is the tool itself. */
export function stageTable(stage: StageSummary, rounds: number): Markup {
  const { unit, metric } = stage;
  const perEvent = unit === 'connected' ? 'CPU per connection' : 'CPU per message';
  return html`
  <div class="table-frame">
  <table class="numbers stacked">
    <caption class="visually-hidden">Rate, latency, accounting and cost of each target</caption>
    <thead>
      <tr><th scope="col" rowspan="2" class="text">Target</th><th scope="colgroup" colspan="3" class="group-head">Rate</th><th scope="colgroup" colspan="${shown.length}" class="group-head">Latency${metric === undefined ? '' : ` (${metricTitles[metric]})`}</th><th scope="colgroup" colspan="4" class="group-head">What came through</th><th scope="colgroup" colspan="3" class="group-head">Cost of the target</th></tr>
      <tr><th scope="col" class="begin">${unit}/s</th><th scope="col">offered</th><th scope="col">of ceiling</th>${shown.map(([, title], index) => html`<th scope="col" class="${index === 0 ? 'begin' : ''}">${title}</th>`)}<th scope="col" class="begin">${throughOf(stage)}</th><th scope="col">LOST</th><th scope="col">dup.</th><th scope="col">reord.</th><th scope="col" class="begin">cores</th><th scope="col">${perEvent === 'CPU per message' ? 'CPU/msg' : 'CPU/conn'}</th><th scope="col">memory</th></tr>
    </thead>
    <tbody>
      ${stage.rows.map((row, place) => targetRow(row, stage, place, rounds))}
      ${toolRow(stage)}
    </tbody>
  </table>
  </div>`;
}

function targetRow(row: BenchRow, stage: StageSummary, place: number, rounds: number): Markup {
  const { rate, offeredPerSecond, ofCeiling, total, cpuCores, cpuMicrosPerEvent, memoryBytes } = row;
  const fewer = row.counted.length > 0 && row.counted.length < rounds;
  return html`
      <tr>
        <th scope="row">${swatch(place)}${row.target.name}${statusText(row.status)}${fewer ? html`<small>${row.counted.length} of ${rounds} rounds</small>` : undefined}</th>
        ${numberCell(withSpread(rate, rateText), row.status === 'generator-bound' ? 'begin rate warn' : 'begin rate')}
        ${numberCell(rate === undefined || offeredPerSecond === undefined ? undefined : rateText(offeredPerSecond))}
        ${numberCell(
          ofCeiling === undefined ? undefined : shareText(ofCeiling.median),
          (ofCeiling?.median ?? 0) > highShareOfCeiling ? 'warn' : '',
        )}
        ${shown.map(([one], index) => latencyCell(row, stage, one, index === 0 ? 'begin' : ''))}
        ${throughCell(row, stage)}
        ${lostCell(total.lost, total.expected)}${countCell(total.duplicated, total.expected)}${countCell(total.reordered, total.expected)}
        ${numberCell(cpuCores === undefined ? undefined : coresText(cpuCores.median), 'begin')}
        ${numberCell(cpuMicrosPerEvent === undefined ? undefined : costText(cpuMicrosPerEvent.median))}
        ${numberCell(memoryBytes === undefined ? undefined : bytesText(memoryBytes))}
      </tr>`;
}

function latencyCell(row: BenchRow, stage: StageSummary, percentile: Percentile, className: string): Markup {
  const spread = stage.metric === undefined ? undefined : row.latencies[stage.metric]?.[percentile];
  if (spread === undefined) return numberCell(undefined, className);
  // Of maxima only the highest is one.
  if (percentile === 'max') return numberCell(latencyText(spread.high), className);
  const bound = isToolBound(row, stage, percentile)
    ? html`<span class="bound" title="tool-bound: at most this much">*</span>`
    : undefined;
  // One range is enough to see how far the rounds lie apart.
  const value = percentile === 'p99' ? withSpread(spread, latencyText) : latencyText(spread.median);
  return numberCell(html`${value}${bound}`, className);
}

/** A percentile means nothing without how many it is of. */
function throughCell({ total, rounds }: BenchRow, stage: StageSummary): Markup {
  if (rounds.length === 0) return numberCell(undefined, 'begin');
  switch (throughOf(stage)) {
    case 'delivered':
      return deliveredCell(total.delivered, total.expected, 'begin');
    case 'acknowledged':
      return deliveredCell(total.acknowledged, total.sent, 'begin');
    case 'sent':
      return deliveredCell(total.sent, total.sent, 'begin');
  }
}

function toolRow(stage: StageSummary): Markup | undefined {
  const { calibration } = stage;
  if (calibration === undefined) return undefined;
  const { bound, ceilingPerSecond } = calibration;
  return html`
      <tr class="tool">
        <th scope="row">The tool itself<span class="status">ceiling and floor</span></th>
        <td class="begin" title="${ceilingText(calibration)}">${bound === 'sink' ? '≥' : ''}${rateText(ceilingPerSecond)}</td><td></td><td></td>
        ${shown.map(([one], index) => {
          const floor = floorOf(stage, one);
          return html`<td class="${index === 0 ? 'begin' : ''}">${floor === undefined ? '' : latencyText(floor)}</td>`;
        })}
        <td class="begin"></td><td></td><td></td><td></td><td class="begin"></td><td></td><td></td>
      </tr>`;
}
