import { latencyText, rateText } from './bench/numbers.ts';
import { linearAxis, logAxis } from './charts/axis.ts';
import { type Axis, type Line, lineChart } from './charts/lines.ts';
import { printable } from './text.ts';

export { type Ratio, ratioBars } from './charts/ratio-bars.ts';

/** A target in a chart. */
interface Series {
  readonly label: string;
  /** Place in the palette, from 0: a target keeps its colour in all charts of a page. */
  readonly colour: number;
}

export interface SpectrumSeries extends Omit<Series, 'colour'> {
  /** `tool`: what the tool itself adds, as the measure of the others. */
  readonly colour: number | 'tool';
  readonly points: readonly { readonly percentile: number; readonly micros: number }[];
}

/** One round of a target over time. */
export interface TimeSeries<Value> extends Series {
  /** `faint` for rounds that another one stands for. */
  readonly weight: 'strong' | 'faint';
  readonly points: readonly (Value & { readonly atSeconds: number })[];
}

export interface Latencies {
  readonly p50?: number;
  readonly p99?: number;
}

/** Latency in microseconds by percentile: how bad the worst are, and how many of them there are. */
export function percentileSpectrum(series: readonly SpectrumSeries[]): string {
  const lines = series.map(
    ({ label, colour, points }): Line => ({
      label: printable(label),
      colour,
      stroke: colour === 'tool' ? 'dashed' : 'strong',
      points: points.map(({ percentile, micros }) => ({ x: ninesOf(percentile), y: micros })),
    }),
  );
  return lineChart(`Latency by percentile, one line each for ${names(series)}.`, lines, {
    x: ninesAxis(lines),
    y: latencyAxis(lines),
  });
}

/** Latency in microseconds second by second: p99 as a line, p50 dashed below it. */
export function latencyOverTime(series: readonly TimeSeries<Latencies>[]): string {
  const lines = series.flatMap(({ label, colour, weight, points }): readonly Line[] => {
    const p99 = points.map(({ atSeconds, p99: y }) => ({ x: atSeconds, y }));
    if (weight === 'faint') return [{ colour, stroke: 'faint', points: p99 }];
    return [
      { label: printable(label), colour, stroke: 'strong', points: p99 },
      { colour, stroke: 'dashed', points: points.map(({ atSeconds, p50: y }) => ({ x: atSeconds, y })) },
    ];
  });
  return lineChart(
    `Latency over time, 50th and 99th percentile of each second, for ${names(series)}.`,
    lines,
    { x: secondsAxis(lines), y: latencyAxis(lines) },
  );
}

/**
 * Events per second over time.
 *
 * @param offeredPerSecond what was asked of the targets, where the load has a rate of its own
 */
export function throughputOverTime(
  series: readonly TimeSeries<{ readonly ratePerSecond: number }>[],
  unit: string,
  offeredPerSecond?: number,
): string {
  const lines = overTime(series, ({ ratePerSecond }) => ratePerSecond);
  return lineChart(
    `${unit} per second over time, for ${names(series)}.`,
    lines,
    {
      x: secondsAxis(lines),
      y: { ...fromZero(lines, offeredPerSecond), label: `${unit} per second`, text: rateText },
    },
    offeredPerSecond === undefined
      ? undefined
      : { y: offeredPerSecond, label: `offered ${rateText(offeredPerSecond)}` },
  );
}

/** Cores that the targets keep busy, over time. */
export function cpuOverTime(series: readonly TimeSeries<{ readonly cpuCores?: number }>[]): string {
  const lines = overTime(series, ({ cpuCores }) => cpuCores);
  return lineChart(`CPU cores in use over time, for ${names(series)}.`, lines, {
    x: secondsAxis(lines),
    y: { ...fromZero(lines), label: 'CPU cores', text: short },
  });
}

function overTime<Value>(
  series: readonly TimeSeries<Value>[],
  of: (value: Value) => number | undefined,
): readonly Line[] {
  return series.map(({ label, colour, weight, points }) => ({
    ...(weight === 'strong' ? { label: printable(label) } : {}),
    colour,
    stroke: weight,
    points: points.map((point) => ({ x: point.atSeconds, y: of(point) })),
  }));
}

/** 90 % is 1, 99 % is 2, 99.9 % is 3: each nine more gets the same room. */
function ninesOf(percentile: number): number {
  return -Math.log10(Math.max(1 - percentile / 100, 1e-9));
}

const shownPercentiles = [50, 90, 99, 99.9, 99.99, 99.999, 99.9999, 99.99999] as const;

function ninesAxis(lines: readonly Line[]): Axis {
  const last = Math.max(
    1,
    highest(lines, ({ x }) => x),
  );
  const shown = new Map(shownPercentiles.map((percentile) => [ninesOf(percentile), percentile] as const));
  return {
    type: 'linear',
    domain: [0, last],
    ticks: [...shown.keys()].filter((nines) => nines <= last + 1e-6),
    label: 'percentile',
    text: (nines) => `${shown.get(nines) ?? ''} %`,
  };
}

function latencyAxis(lines: readonly Line[]): Axis {
  return { type: 'log', ...logAxis(valuesOf(lines)), label: 'latency', text: roundLatency };
}

/** `1.00 ms` is `1 ms` on an axis. */
function roundLatency(micros: number): string {
  return latencyText(micros).replace(/\.0+ /, ' ');
}

/** Without the digits that adding up leaves behind. */
function short(number: number): string {
  return String(Number(number.toPrecision(4)));
}

function secondsAxis(lines: readonly Line[]): Axis {
  const last = Math.max(
    1,
    highest(lines, ({ x }) => x),
  );
  const { ticks } = linearAxis([last], 6);
  return {
    type: 'linear',
    domain: [0, last],
    ticks: ticks.filter((tick) => tick <= last),
    label: 'seconds',
    text: short,
  };
}

function fromZero(
  lines: readonly Line[],
  ...others: readonly (number | undefined)[]
): Pick<Axis, 'type' | 'domain' | 'ticks'> {
  return {
    type: 'linear',
    ...linearAxis([...valuesOf(lines), ...others.filter((other) => other !== undefined)]),
  };
}

function valuesOf(lines: readonly Line[]): readonly number[] {
  return lines.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
}

function highest(lines: readonly Line[], of: (point: Line['points'][number]) => number): number {
  return lines.flatMap(({ points }) => points.map(of)).reduce((a, b) => Math.max(a, b), 0);
}

function names(series: readonly Pick<Series, 'label'>[]): string {
  return [...new Set(series.map(({ label }) => printable(label)))].join(', ');
}
