import type { BenchResult } from '../../../bench/bench-result.ts';
import type { CalibrationLine, MeasurementLine } from '../../../bench/result.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { metricTitles } from '../metrics.ts';
import { latencyText, rateText, shareText } from '../numbers.ts';
import type { StageSummary } from '../summary.ts';
import { actualText, type ThresholdRow, thresholdRows } from '../thresholds.ts';
import { ceilingText } from '../tool-floor.ts';
import { numberCell } from './cells.ts';

/** What the generator can do by itself, and how near to that it was driven. */
export function calibrationSection(stages: readonly StageSummary[]): Markup {
  return html`
<section id="calibration">
  <h2>Can the tool be trusted?</h2>
  <p class="lead">Before each stage the same load ran into a sink that only answers. What it reached is the ceiling of this generator on this machine; what it took is the floor of every latency. A number near either says more of the tool than of the target.</p>
  <div class="table-frame">
  <table class="numbers">
    <caption class="visually-hidden">Calibration of each stage, and the generator at its worst</caption>
    <thead>
      <tr><th scope="col" rowspan="2" class="text">Stage</th><th scope="colgroup" colspan="3" class="group-head">Ceiling</th><th scope="colgroup" colspan="3" class="group-head">Floor</th><th scope="colgroup" colspan="5" class="group-head">Generator at its worst</th></tr>
      <tr><th scope="col" class="begin">per second</th><th scope="col" class="text">it is</th><th scope="col">most used</th><th scope="col" class="begin">p50</th><th scope="col">p99</th><th scope="col">p99.9</th><th scope="col" class="begin">busy</th><th scope="col">late p99</th><th scope="col">loop p99</th><th scope="col">longest GC</th><th scope="col">other CPU</th></tr>
    </thead>
    <tbody>${stages.map(calibrationRow)}</tbody>
  </table>
  </div>
</section>`;
}

function calibrationRow(stage: StageSummary): Markup {
  const { calibration, metric } = stage;
  const floor = metric === undefined ? undefined : calibration?.floor?.[metric];
  const lines = stage.rows.flatMap(({ rounds }) => rounds.filter(ran));
  const micros = (value: number | undefined, className = ''): Markup =>
    numberCell(value === undefined ? undefined : latencyText(value), className);
  const share = (value: number | undefined, className = ''): Markup =>
    numberCell(value === undefined ? undefined : shareText(value), className);
  return html`
      <tr>
        <th scope="row">${stage.stage.name}${metric === undefined ? undefined : html`<small>${metricTitles[metric]}</small>`}</th>
        ${numberCell(calibration === undefined ? 'not calibrated' : ceilingOf(calibration), 'begin')}
        <td class="text long">${calibration === undefined ? '' : ceilingText(calibration)}</td>
        ${share(highest(lines, (line) => line.ofCeiling))}
        ${micros(floor?.p50, 'begin')}${micros(floor?.p99)}${micros(floor?.p999)}
        ${share(
          highest(lines, (line) => line.generator.busy),
          'begin',
        )}
        ${micros(highest(lines, (line) => line.latencies.lateness?.p99))}
        ${micros(highest(lines, (line) => line.generator.loopDelayP99))}
        ${micros(highest(lines, (line) => line.generator.longestGcPause))}
        ${share(highest(lines, (line) => line.generator.foreignCpu))}
      </tr>`;
}

function ceilingOf({ bound, ceilingPerSecond, unit }: CalibrationLine): string {
  return `${bound === 'sink' ? '≥' : ''}${rateText(ceilingPerSecond)} ${unit}`;
}

function ran({ status }: MeasurementLine): boolean {
  return status !== 'skipped' && status !== 'error';
}

function highest(
  lines: readonly MeasurementLine[],
  of: (line: MeasurementLine) => number | undefined,
): number | undefined {
  const values = lines.map(of).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** What was asked of the targets, and what came. */
export function thresholdSection(result: BenchResult): Markup | undefined {
  const rows = thresholdRows(result);
  if (rows.length === 0) return undefined;
  const broken = rows.filter((row) => row.broken > 0);
  return html`
<section id="thresholds">
  <h2>Thresholds</h2>
  <p class="lead">${broken.length === 0 ? 'All were kept.' : `${broken.length} of ${rows.length} were broken.`}</p>
  <div class="table-frame">
  <table class="numbers">
    <caption class="visually-hidden">Thresholds with what was expected and what was measured</caption>
    <thead><tr><th scope="col" class="text">Expected</th><th scope="col" class="text">Target</th><th scope="col" class="text">Stage</th><th scope="col" class="text">Measured, round by round</th><th scope="col" class="text">Outcome</th></tr></thead>
    <tbody>${[...broken, ...rows.filter((row) => row.broken === 0)].map(thresholdRow)}</tbody>
  </table>
  </div>
</section>`;
}

function thresholdRow({ expression, target, stage, actual, broken }: ThresholdRow): Markup {
  const outcome =
    broken === 0
      ? html`<span class="status is-valid"><span aria-hidden="true">✓</span> kept</span>`
      : html`<span class="status is-failed"><span aria-hidden="true">✗</span> broken${actual.length > 1 ? ` in ${broken} of ${actual.length} rounds` : ''}</span>`;
  return html`
      <tr><th scope="row"><code>${expression}</code></th><td class="text">${target}</td><td class="text">${stage}</td><td class="text long">${actualText(actual)}</td><td class="text">${outcome}</td></tr>`;
}
