import { decodeHistogram } from '../recorder/histogram.ts';
import type { IntervalLine, LatencyMetric, MeasurementLine } from '../result.ts';

export type MeasureUnit = 'per second' | 'microseconds';

type Percentile = 'p50' | 'p99';
type ComparedMetric = Extract<LatencyMetric, 'e2e' | 'ack' | 'connect' | 'replay'>;

export type MeasureName = 'rate' | `${ComparedMetric}.${Percentile}` | 'cpu per message';

/** One number that two targets are compared by. */
export interface Measure {
  readonly name: MeasureName;
  readonly unit: MeasureUnit;
  readonly betterWhen: 'higher' | 'lower';
  /** Of a whole measurement; undefined where it was not measured. */
  readonly ofRound: (line: MeasurementLine) => number | undefined;
  /** Of one interval; `counts` is what the rate of its measurement counts. */
  readonly ofInterval: (line: IntervalLine, counts: MeasurementLine['unit']) => number | undefined;
}

/** In the order of a report. */
export const measures: readonly Measure[] = [
  {
    name: 'rate',
    unit: 'per second',
    betterWhen: 'higher',
    ofRound: ({ ratePerSecond }) => ratePerSecond,
    ofInterval: rateOf,
  },
  latency('e2e', 'p50'),
  latency('e2e', 'p99'),
  latency('ack', 'p50'),
  latency('ack', 'p99'),
  latency('connect', 'p50'),
  latency('connect', 'p99'),
  latency('replay', 'p50'),
  {
    name: 'cpu per message',
    unit: 'microseconds',
    betterWhen: 'lower',
    ofRound: ({ usage, ratePerSecond }) => costOf(usage?.cpuCores, ratePerSecond),
    ofInterval: (line, counts) => costOf(line.usage?.cpuCores, rateOf(line, counts)),
  },
];

const share: Readonly<Record<Percentile, number>> = { p50: 50, p99: 99 };

function latency(metric: ComparedMetric, percentile: Percentile): Measure {
  return {
    name: `${metric}.${percentile}`,
    unit: 'microseconds',
    betterWhen: 'lower',
    ofRound: ({ latencies }) => latencies[metric]?.[percentile],
    ofInterval({ histograms }) {
      const histogram = decoded(histograms[metric]);
      return histogram?.getValueAtPercentile(share[percentile]);
    },
  };
}

function rateOf(line: IntervalLine, counts: MeasurementLine['unit']): number | undefined {
  if (line.seconds <= 0) return undefined;
  switch (counts) {
    case 'sent':
    case 'acknowledged':
    case 'delivered':
      return line[counts] / line.seconds;
    case 'connected': {
      // `connections` are those that stand; how many came about is what the histogram counts.
      const connected = decoded(line.histograms.connect)?.totalCount;
      return connected === undefined ? undefined : connected / line.seconds;
    }
  }
}

function costOf(cpuCores: number | undefined, perSecond: number | undefined): number | undefined {
  if (cpuCores === undefined || perSecond === undefined || perSecond <= 0) return undefined;
  return (cpuCores * 1_000_000) / perSecond;
}

function decoded(histogram: string | undefined) {
  if (histogram === undefined) return undefined;
  const found = decodeHistogram(histogram);
  return found.totalCount === 0 ? undefined : found;
}
