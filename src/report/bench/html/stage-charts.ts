import type { BenchResult } from '../../../bench/bench-result.ts';
import { decodeHistogram } from '../../../bench/recorder/histogram.ts';
import {
  cpuOverTime,
  latencyOverTime,
  percentileSpectrum,
  type SpectrumSeries,
  type TimeSeries,
  throughputOverTime,
} from '../../charts.ts';
import type { Markup } from '../../html/markup.ts';
import { html } from '../../html/markup.ts';
import { mergedHistogram, spectrumPoints } from '../distributions.ts';
import { metricTitles } from '../metrics.ts';
import { type Moment, roundsOverTime } from '../over-time.ts';
import { statusMarks } from '../status.ts';
import type { BenchRow, StageSummary } from '../summary.ts';
import { chartFigure } from './shell.ts';

/**
 * The charts of a stage; those for which nothing was measured are left out.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function stageCharts(result: BenchResult, stage: StageSummary): Markup | undefined {
  const charts = [spectrumChart(stage), ...timeCharts(result, stage)].filter((chart) => chart !== undefined);
  return charts.length === 0 ? undefined : html`<div class="charts">${charts}</div>`;
}

function spectrumChart(stage: StageSummary): Markup | undefined {
  const { metric, rows, calibration } = stage;
  if (metric === undefined) return undefined;
  const series = rows.flatMap((row, colour): readonly SpectrumSeries[] => {
    const merged = mergedHistogram(row, metric);
    return merged === undefined ? [] : [{ label: labelOf(row), colour, points: spectrumPoints(merged) }];
  });
  if (series.length === 0) return undefined;
  const floor = calibration?.floor?.[metric]?.histogram;
  const tool: readonly SpectrumSeries[] =
    floor === undefined
      ? []
      : [{ label: 'tool itself', colour: 'tool', points: spectrumPoints(decodeHistogram(floor)) }];
  return chartFigure(
    `Latency (${metricTitles[metric]}) by percentile`,
    `All rounds together. Further right are the rarer, worse latencies; what was lost is in no line.${floor === undefined ? '' : ' Dashed: the tool alone.'}`,
    percentileSpectrum([...series, ...tool]),
  );
}

function timeCharts(result: BenchResult, stage: StageSummary): readonly (Markup | undefined)[] {
  const series = stage.rows.flatMap((row, colour) =>
    roundsOverTime(result, row, stage.metric).map(
      ({ typical, moments }): TimeSeries<Moment> => ({
        label: labelOf(row),
        colour,
        weight: typical ? 'strong' : 'faint',
        points: moments,
      }),
    ),
  );
  if (series.length === 0) return [];
  const moments = series.flatMap(({ points }) => points);
  const others = result.bench.rounds > 1 ? ' The other rounds are faint.' : '';
  const offered = new Set(
    stage.rows.flatMap(({ rate, offeredPerSecond }) => (rate && offeredPerSecond) || []),
  );
  const [offeredPerSecond] = offered;
  return [
    moments.some(({ p99 }) => p99 !== undefined)
      ? chartFigure('Latency over time', `Each second’s p99; dashed: p50.${others}`, latencyOverTime(series))
      : undefined,
    chartFigure(
      'Throughput over time',
      `${stage.unit} per second.${others}`,
      throughputOverTime(series, stage.unit, offered.size === 1 ? offeredPerSecond : undefined),
    ),
    moments.some(({ cpuCores }) => cpuCores !== undefined)
      ? chartFigure(
          'CPU of the target over time',
          `Cores in use; 1 is one core saturated.${others}`,
          cpuOverTime(series),
        )
      : undefined,
  ];
}

/** A name with the sign of its status, so that no line is taken for more than it is. */
function labelOf({ target, status }: BenchRow): string {
  return status === 'valid' ? target.name : `${target.name} ${statusMarks[status].glyph}`;
}
