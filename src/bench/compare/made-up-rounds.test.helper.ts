import type { BenchResult } from '../bench-result.ts';
import { createHistogram, encodeHistogram } from '../recorder/histogram.ts';
import type { BenchLine, Distribution, IntervalLine, MeasurementLine } from '../result.ts';

/** The head of a made-up run of `mosquitto` and `aedes`. */
export function madeUpHead(changes: Partial<BenchLine> = {}): BenchLine {
  return {
    type: 'bench',
    schema: 1,
    tool: { name: 'mqtt-assay', version: '0.1.0' },
    startedAt: '2026-11-22T09:30:00.000Z',
    command: 'mqtt-assay bench mosquitto aedes --workload sensors --interleave 5',
    machine: {
      cpu: 'AMD EPYC 7763',
      cores: 4,
      memoryBytes: 16_777_216_000,
      kernel: 'Linux 6.8.0-49-generic',
      node: 'v20.20.2',
      loadAtStart: 0.2,
    },
    workload: {
      name: 'sensors',
      summary: 'sensors report to one reader',
      scenario: 'flows',
      text: 'scenario = "flows"\n',
      overrides: {},
    },
    mqtt: '5.0',
    workers: 1,
    targets: [
      { name: 'mosquitto', url: 'mqtt://127.0.0.1:1883', product: 'mosquitto 2.0.11' },
      { name: 'aedes', url: 'mqtt://127.0.0.1:1884' },
    ],
    rounds: 5,
    stages: [{ name: 'qos 1', parameters: { qos: 1 } }],
    thresholds: [],
    ...changes,
  };
}

/** A measurement that is valid and has nothing but its rate, unless told. */
export function madeUpLine(changes: Partial<MeasurementLine> = {}): MeasurementLine {
  const none = {
    sent: 0,
    acknowledged: 0,
    refused: 0,
    expected: 0,
    delivered: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
  };
  return {
    type: 'measurement',
    target: 'mosquitto',
    stage: 'qos 1',
    round: 1,
    status: 'valid',
    advice: [],
    notes: [],
    seconds: 10,
    ratePerSecond: 1000,
    unit: 'delivered',
    sentPerSecond: 1000,
    latencies: {},
    total: none,
    flows: [],
    figures: [],
    generator: { busy: 0.3, loopDelayP99: 600, longestGcPause: 2000 },
    thresholds: [],
    ...changes,
  };
}

/** A distribution of which only two percentiles matter, in microseconds. */
export function madeUpDistribution(p50: number, p99 = 4 * p50): Distribution {
  return {
    count: 1000,
    min: 1,
    mean: p50,
    p50,
    p90: p99,
    p99,
    p999: p99,
    p9999: p99,
    max: p99,
    histogram: '',
  };
}

/** The lines of a target, one for each round; what is told of a round stands in its change. */
export function madeUpRounds(
  target: string,
  changes: readonly Partial<MeasurementLine>[],
): readonly MeasurementLine[] {
  return changes.map((change, index) => madeUpLine({ target, round: index + 1, ...change }));
}

/** Rounds of which only the median of the latency from end to end matters, in microseconds. */
export function madeUpLatencies(target: string, p50s: readonly number[]): readonly MeasurementLine[] {
  return madeUpRounds(
    target,
    p50s.map((p50) => ({ latencies: { e2e: madeUpDistribution(p50) } })),
  );
}

/** A whole result of these lines. */
export function madeUpResult(
  measurements: readonly MeasurementLine[],
  parts: { readonly head?: Partial<BenchLine>; readonly intervals?: readonly IntervalLine[] } = {},
): BenchResult {
  return {
    bench: madeUpHead(parts.head),
    calibrations: [],
    intervals: parts.intervals ?? [],
    measurements,
    end: { type: 'end', durationMs: 60_000, exitCode: 0 },
  };
}

/** A second of a measured phase: how many were delivered, and the latency from end to end of each of them. */
export function madeUpSecond(
  target: string,
  atSeconds: number,
  delivered: number,
  micros: number,
): IntervalLine {
  const histogram = createHistogram();
  histogram.recordValueWithCount(micros, delivered);
  return {
    type: 'interval',
    target,
    stage: 'qos 1',
    round: 1,
    phase: 'measure',
    atSeconds,
    seconds: 1,
    sent: delivered,
    acknowledged: delivered,
    delivered,
    connections: 2,
    histograms: { e2e: encodeHistogram(histogram) },
    generator: { busy: 0.3, loopDelayP99: 600, longestGcPause: 2000 },
  };
}
