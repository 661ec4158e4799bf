import { addBins } from '../recorder/bins.ts';
import { createHistogram, distributionOf, encodeHistogram, type Histogram } from '../recorder/histogram.ts';
import {
  type Distributions,
  type GeneratorHealth,
  type IntervalLine,
  type LatencyMetric,
  latencyMetrics,
  type Usage,
} from '../result.ts';
import type { WorkerInterval, WorkerPhase } from '../worker/protocol.ts';

/** What is read besides the workers at the end of each interval. */
export interface Surroundings {
  /** Of the target's process. */
  readonly usage?: Usage;
  readonly foreignCpu?: number;
}

export interface CollectorOptions {
  readonly target: string;
  readonly stage: string;
  readonly round: number;
  readonly workers: number;
  /** When the measurement began, in the machine's microseconds. */
  readonly startMicros: number;
  readonly look: () => Surroundings;
  readonly onLine: (line: IntervalLine) => void;
}

/** What a measurement amounts to. */
export interface Collected {
  readonly latencies: Distributions;
  /** Of the measured phase. */
  readonly measured: PhaseCounts;
  readonly generator: GeneratorHealth;
  readonly usage?: Usage;
}

export interface PhaseCounts {
  readonly seconds: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly delivered: number;
  /** Messages that were due in the measured phase and sent behind it. */
  readonly sentLate: number;
}

/** Joins what the workers report into intervals of all of them, and adds the intervals up. */
export interface Collector {
  add(worker: number, interval: WorkerInterval): void;
  /** What all workers have reported. */
  sofar(): Collected;
  /** Everything: the load is over, and no worker reports any more. */
  collected(): Collected;
}

export function createCollector(options: CollectorOptions): Collector {
  const queues: WorkerInterval[][] = Array.from({ length: options.workers }, () => []);
  const latencies = new Map<LatencyMetric, Histogram>();
  const measured = { sent: 0, acknowledged: 0, delivered: 0, sentLate: 0 };
  /** Of the measured phase, in microseconds: the intervals of the workers overlap. */
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const lines: IntervalLine[] = [];

  /** One interval of each worker that is in this phase; the workers keep step within milliseconds. */
  function join(intervals: readonly WorkerInterval[]): void {
    const first = intervals[0];
    if (first === undefined) return;
    const histograms = histogramsOf(intervals);
    const line = lineOf(intervals, histograms, options);
    lines.push(line);
    // What was due in the measured phase counts, however late it came; during the drain nothing else is recorded.
    if (line.phase === 'measure' || line.phase === 'drain') {
      for (const [metric, histogram] of histograms) addTo(latencies, metric, histogram);
    }
    if (line.phase === 'measure') {
      for (const { fromMicros, toMicros } of intervals) {
        from = Math.min(from, fromMicros);
        to = Math.max(to, toMicros);
      }
      measured.sent += line.sent;
      measured.acknowledged += line.acknowledged;
      measured.delivered += line.delivered;
    }
    if (line.phase === 'drain') measured.sentLate += line.sent;
    options.onLine(line);
  }

  /** The next interval of each worker, as far as they are of one phase: one worker has more of them than another. */
  function joinNext(): void {
    const phase = phases.find((one) => queues.some(([next]) => next?.phase === one));
    join(queues.flatMap((queue) => (queue[0]?.phase === phase ? queue.splice(0, 1) : [])));
  }

  function sofar(): Collected {
    const counted = lines.filter(({ phase }) => phase === 'measure');
    const usage = usageOf(counted);
    return {
      latencies: Object.fromEntries(
        [...latencies].flatMap(([metric, histogram]) => {
          const distribution = distributionOf(histogram);
          return distribution === undefined ? [] : [[metric, distribution]];
        }),
      ),
      measured: { ...measured, seconds: Math.max(0, to - from) / 1e6 },
      generator: healthOf(counted),
      ...(usage === undefined ? {} : { usage }),
    };
  }

  return {
    add(worker, interval) {
      queues[worker]?.push(interval);
      while (queues.every((queue) => queue.length > 0)) joinNext();
    },
    sofar,
    collected() {
      while (queues.some((queue) => queue.length > 0)) joinNext();
      return sofar();
    },
  };
}

/** In the order in which a load goes through them. */
const phases: readonly WorkerPhase[] = ['connect', 'warm-up', 'measure', 'drain'];

function histogramsOf(intervals: readonly WorkerInterval[]): ReadonlyMap<LatencyMetric, Histogram> {
  const histograms = new Map<LatencyMetric, Histogram>();
  for (const { recorded } of intervals) {
    for (const metric of latencyMetrics) {
      const bins = recorded.bins[metric];
      if (bins === undefined) continue;
      const histogram = histograms.get(metric) ?? createHistogram();
      addBins(histogram, bins);
      histograms.set(metric, histogram);
    }
  }
  return histograms;
}

function addTo(sums: Map<LatencyMetric, Histogram>, metric: LatencyMetric, histogram: Histogram): void {
  const sum = sums.get(metric) ?? createHistogram();
  sum.add(histogram);
  sums.set(metric, sum);
}

function lineOf(
  intervals: readonly WorkerInterval[],
  histograms: ReadonlyMap<LatencyMetric, Histogram>,
  { target, stage, round, startMicros, look }: CollectorOptions,
): IntervalLine {
  const { usage, foreignCpu } = look();
  const from = Math.min(...intervals.map(({ fromMicros }) => fromMicros));
  const to = Math.max(...intervals.map(({ toMicros }) => toMicros));
  const sum = (name: 'sent' | 'acknowledged' | 'delivered' | 'connections'): number =>
    intervals.reduce((total, { recorded }) => total + recorded.counts[name], 0);
  return {
    type: 'interval',
    target,
    stage,
    round,
    phase: intervals[0]?.phase ?? 'measure',
    atSeconds: rounded((from - startMicros) / 1e6),
    seconds: rounded((to - from) / 1e6),
    sent: sum('sent'),
    acknowledged: sum('acknowledged'),
    delivered: sum('delivered'),
    connections: sum('connections'),
    histograms: Object.fromEntries(
      [...histograms].map(([metric, histogram]) => [metric, encodeHistogram(histogram)]),
    ),
    generator: {
      busy: rounded(Math.max(...intervals.map(({ busy }) => busy))),
      loopDelayP99: Math.max(...intervals.map(({ loopDelayP99Micros }) => loopDelayP99Micros)),
      longestGcPause: Math.max(...intervals.map(({ longestGcPauseMicros }) => longestGcPauseMicros)),
      ...(foreignCpu === undefined ? {} : { foreignCpu: rounded(foreignCpu) }),
    },
    ...(usage === undefined ? {} : { usage }),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function mean(lines: readonly IntervalLine[], valueOf: (line: IntervalLine) => number): number {
  const seconds = lines.reduce((sum, line) => sum + line.seconds, 0);
  return seconds === 0 ? 0 : lines.reduce((sum, line) => sum + valueOf(line) * line.seconds, 0) / seconds;
}

function healthOf(lines: readonly IntervalLine[]): GeneratorHealth {
  const foreign = lines.filter(({ generator }) => generator.foreignCpu !== undefined);
  return {
    busy: rounded(mean(lines, ({ generator }) => generator.busy)),
    loopDelayP99: Math.max(0, ...lines.map(({ generator }) => generator.loopDelayP99)),
    longestGcPause: Math.max(0, ...lines.map(({ generator }) => generator.longestGcPause)),
    ...(foreign.length === 0
      ? {}
      : { foreignCpu: rounded(mean(foreign, ({ generator }) => generator.foreignCpu ?? 0)) }),
  };
}

function usageOf(lines: readonly IntervalLine[]): Usage | undefined {
  const known = lines.filter(({ usage }) => usage !== undefined);
  if (known.length === 0) return undefined;
  return {
    cpuCores: rounded(mean(known, ({ usage }) => usage?.cpuCores ?? 0)),
    memoryBytes: Math.max(...known.map(({ usage }) => usage?.memoryBytes ?? 0)),
  };
}
