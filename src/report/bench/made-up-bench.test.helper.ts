import type { BenchResult } from '../../bench/bench-result.ts';
import {
  createHistogram,
  distributionOf,
  encodeHistogram,
  type Histogram,
  mergeHistograms,
} from '../../bench/recorder/histogram.ts';
import type {
  Accounting,
  BenchLine,
  BenchResultLine,
  CalibrationLine,
  Distributions,
  IntervalLine,
  LatencyMetric,
  MeasurementLine,
} from '../../bench/result.ts';

/** The shape of a distribution: most latencies lie about the middle, a few in a tail. */
export interface Shape {
  readonly medianMicros: number;
  /** 0.2 is narrow, 0.8 is wide. */
  readonly width: number;
  readonly tailShare: number;
  readonly tailMicros: number;
}

const madeUpWorkload = `# A thousand sensors, each with a topic of its own.
summary = "50 publishers to 50 subscribers at a fixed rate, one topic each"
scenario = "flows"

[[flows]]
name = "sensors"
publishers = 50
subscribers = 50
delivery = "pairs"
payloadBytes = 64
load = { kind = "constant", ratePerSecond = 20000 }

[phases]
warmupSeconds = 2
measureSeconds = 10

[sweep]
qos = [0, 1]

[thresholds]
"e2e.p99" = "<25ms"
"lost" = "==0"
`;

const offered = 20_000;
const seconds = 10;
const names = ['reference', 'mosquitto', 'aedes', 'nanomq', 'emqx'] as const;
type Name = (typeof names)[number];

/** The head of a made-up run. */
export function madeUpBenchLine(changes: Partial<BenchLine> = {}): BenchLine {
  return {
    type: 'bench',
    schema: 1,
    tool: { name: 'mqtt-assay', version: '0.1.0' },
    startedAt: '2026-11-22T09:30:00.000Z',
    command: 'mqtt-assay bench reference mosquitto aedes nanomq emqx --workload sensors --rounds 3',
    machine: {
      cpu: 'AMD EPYC 7763 64-Core Processor',
      cores: 4,
      memoryBytes: 16_777_216_000,
      kernel: 'Linux 6.8.0-49-generic',
      node: 'v20.20.2',
      governor: 'performance',
      loadAtStart: 0.21,
    },
    workload: {
      name: 'sensors',
      summary: '50 publishers to 50 subscribers at a fixed rate, one topic each',
      scenario: 'flows',
      text: madeUpWorkload,
      overrides: { rate: '20000' },
    },
    mqtt: '5.0',
    workers: 2,
    targets: names.map((name, index) => ({
      name,
      url: `mqtt://127.0.0.1:${1883 + index}`,
      product: name === 'reference' ? 'mqtt-assay reference broker 0.1.0' : `${name} 2.0.11`,
      configurationHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    })),
    rounds: 3,
    stages: [
      { name: 'qos 0', parameters: { qos: 0 } },
      { name: 'qos 1', parameters: { qos: 1 } },
    ],
    thresholds: ['e2e.p99 <25ms', 'lost ==0'],
    ...changes,
  };
}

/** A source of numbers from 0 to 1 that are the same in every run. */
export function madeUpChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A histogram of so many latencies of a shape. */
export function madeUpHistogram(shape: Shape, count: number, chance: () => number): Histogram {
  const histogram = createHistogram();
  for (let n = 0; n < count; n += 1) {
    const normal = Math.sqrt(-2 * Math.log(chance() + 1e-12)) * Math.cos(2 * Math.PI * chance());
    const tail = chance() < shape.tailShare ? -Math.log(chance() + 1e-12) * shape.tailMicros : 0;
    const micros = shape.medianMicros * Math.exp(shape.width * normal) + tail;
    histogram.recordValue(Math.min(59_000_000, Math.max(1, Math.round(micros))));
  }
  return histogram;
}

/** Distributions of a measurement from the histograms of its metrics. */
export function madeUpDistributions(
  histograms: Readonly<Partial<Record<LatencyMetric, Histogram>>>,
): Distributions {
  const found: Distributions = {};
  for (const [metric, histogram] of Object.entries(histograms)) {
    const distribution = distributionOf(histogram);
    if (distribution !== undefined) found[metric as LatencyMetric] = distribution;
  }
  return found;
}

/** A measurement with believable defaults. */
export function madeUpMeasurement(changes: Partial<MeasurementLine> = {}): MeasurementLine {
  return {
    type: 'measurement',
    target: 'reference',
    stage: 'qos 0',
    round: 1,
    status: 'valid',
    advice: [],
    notes: [],
    seconds,
    ratePerSecond: offered,
    unit: 'delivered',
    offeredPerSecond: offered,
    sentPerSecond: offered,
    ofCeiling: 0.02,
    latencies: {},
    total: counts(offered * (seconds + 2), 0),
    flows: [],
    figures: [],
    generator: { busy: 0.31, loopDelayP99: 640, longestGcPause: 2100, foreignCpu: 0.01 },
    thresholds: [],
    ...changes,
  };
}

/** A whole run with everything that can go wrong, and its lines in the order of a file. */
export function madeUpBench(): BenchResult {
  const bench = madeUpBenchLine();
  const measured = bench.stages.flatMap((_, stage) =>
    [1, 2, 3].flatMap((round) => names.map((name) => measure(name, stage === 0 ? 0 : 1, round))),
  );
  return {
    bench,
    calibrations: [calibration('qos 0', 1_240_000, 62), calibration('qos 1', 410_000, 88)],
    intervals: measured.flatMap(({ intervals }) => intervals),
    measurements: measured.map(({ line }) => line),
    end: { type: 'end', durationMs: 412_000, exitCode: 1 },
  };
}

/** The lines of a result, as a run writes them. */
export function linesOfBench({
  bench,
  calibrations,
  intervals,
  measurements,
  end,
}: BenchResult): readonly BenchResultLine[] {
  return [bench, ...calibrations, ...intervals, ...measurements, ...(end === undefined ? [] : [end])];
}

/** A result of these measurements alone. */
export function madeUpBenchOf(
  measurements: readonly MeasurementLine[],
  changes: Partial<BenchLine> = {},
): BenchResult {
  const targets = [...new Set(measurements.map(({ target }) => target))];
  const stages = [...new Set(measurements.map(({ stage }) => stage))];
  const bench = madeUpBenchLine({
    targets: targets.map((name) => ({ name, url: 'mqtt://127.0.0.1:1883' })),
    stages: stages.map((name) => ({ name, parameters: {} })),
    rounds: Math.max(1, ...measurements.map(({ round }) => round)),
    thresholds: [],
    ...changes,
  });
  return {
    bench,
    calibrations: [],
    intervals: [],
    measurements,
    end: { type: 'end', durationMs: 1000, exitCode: 0 },
  };
}

function calibration(stage: string, ceilingPerSecond: number, floorMicros: number): CalibrationLine {
  const chance = madeUpChance(floorMicros);
  const shape = { medianMicros: floorMicros, width: 0.22, tailShare: 0.004, tailMicros: 500 };
  return {
    type: 'calibration',
    stage,
    ceilingPerSecond,
    unit: 'delivered',
    bound: stage === 'qos 0' ? 'sink' : 'generator',
    floor: madeUpDistributions({
      e2e: madeUpHistogram(shape, 20_000, chance),
      ...(stage === 'qos 0' ? {} : { ack: madeUpHistogram(shape, 20_000, chance) }),
    }),
  };
}

const shapes: Readonly<Record<Name, Shape>> = {
  reference: { medianMicros: 84, width: 0.28, tailShare: 0.004, tailMicros: 900 },
  mosquitto: { medianMicros: 140, width: 0.3, tailShare: 0.01, tailMicros: 2600 },
  aedes: { medianMicros: 230, width: 0.45, tailShare: 0.02, tailMicros: 4000 },
  nanomq: { medianMicros: 310, width: 0.4, tailShare: 0.03, tailMicros: 6000 },
  emqx: { medianMicros: 310, width: 0.4, tailShare: 0.03, tailMicros: 6000 },
};

const costs: Readonly<Record<Name, { readonly micros: number; readonly mebibytes: number }>> = {
  reference: { micros: 5.2, mebibytes: 71 },
  mosquitto: { micros: 12.4, mebibytes: 9.1 },
  aedes: { micros: 19.8, mebibytes: 118 },
  nanomq: { micros: 14.1, mebibytes: 22 },
  emqx: { micros: 0, mebibytes: 0 },
};

interface Measured {
  readonly line: MeasurementLine;
  readonly intervals: readonly IntervalLine[];
}

function measure(name: Name, qos: 0 | 1, round: number): Measured {
  const where = { target: name, stage: `qos ${qos}`, round };
  if (name === 'emqx') return { line: skipped(where), intervals: [] };

  const chance = madeUpChance(names.indexOf(name) * 100 + qos * 10 + round);
  const died = name === 'nanomq' && qos === 1 && round === 2;
  const lossy = name === 'mosquitto' && qos === 0;
  const share = lossy ? 0.586 + chance() * 0.02 : 1;
  const length = died ? 4 : seconds;
  const parts = Array.from({ length }, (_, second) => partOf(name, qos, second, chance));
  const rate = Math.round(offered * share * (0.999 + chance() * 0.002));
  const usage = {
    cpuCores: (costs[name].micros * (1 + qos * 0.6) * rate) / 1_000_000,
    memoryBytes: Math.round(costs[name].mebibytes * 1_048_576 * (1 + round * 0.01)),
  };
  const generator = { busy: 0.31, loopDelayP99: 640, longestGcPause: 2100, foreignCpu: 0.01 };
  const merged = (metric: LatencyMetric): Histogram =>
    mergeHistograms(parts.flatMap((part) => part[metric] ?? []));

  const intervals = parts.map((part, second): IntervalLine => {
    const count = Math.round(rate * (0.98 + chance() * 0.04));
    return {
      type: 'interval',
      ...where,
      phase: 'measure',
      atSeconds: second + 3,
      seconds: 1,
      sent: offered,
      acknowledged: qos === 0 ? 0 : count,
      delivered: count,
      connections: 100,
      histograms: Object.fromEntries(
        Object.entries(part).map(([metric, histogram]) => [metric, encodeHistogram(histogram)]),
      ),
      generator,
      usage: { ...usage, cpuCores: usage.cpuCores * (0.95 + chance() * 0.1) },
    };
  });

  const lost = lossy
    ? Math.round(offered * (length + 2) * (1 - share))
    : name === 'aedes' && qos === 1
      ? 12
      : 0;
  const total = {
    ...counts(offered * (length + 2), lost),
    acknowledged: qos === 0 ? 0 : offered * (length + 2),
    duplicated: name === 'aedes' && qos === 1 ? 40 + round : 0,
    reordered: name === 'nanomq' ? 7 * round : 0,
  };
  const p99 = distributionOf(merged('e2e'))?.p99 ?? 0;
  return {
    intervals,
    line: madeUpMeasurement({
      ...where,
      ...verdictOf(name, qos, { died, lost }),
      seconds: length,
      ratePerSecond: rate,
      ofCeiling: name === 'nanomq' && qos === 0 ? 0.91 : rate / (qos === 0 ? 1_240_000 : 410_000),
      latencies: madeUpDistributions({
        e2e: merged('e2e'),
        e2eUncorrected: merged('e2eUncorrected'),
        sendDelay: merged('sendDelay'),
        lateness: merged('lateness'),
        ...(qos === 0 ? {} : { ack: merged('ack') }),
      }),
      total,
      flows: [{ ...total, name: 'sensors', qos }],
      generator: { ...generator, busy: name === 'nanomq' && qos === 0 ? 0.97 : 0.31 },
      usage,
      thresholds: [
        { expression: 'e2e.p99 <25ms', actual: `${(p99 / 1000).toPrecision(3)}ms`, ok: p99 < 25_000 },
        { expression: 'lost ==0', actual: String(lost), ok: lost === 0 },
      ],
    }),
  };
}

/** The histograms of one second. Mosquitto stands still for a while at QoS 1. */
function partOf(
  name: Name,
  qos: 0 | 1,
  second: number,
  chance: () => number,
): Readonly<Partial<Record<LatencyMetric, Histogram>>> {
  const shape = { ...shapes[name], medianMicros: shapes[name].medianMicros * (1 + qos * 0.4) };
  const stalled = name === 'mosquitto' && qos === 1 && second === 6;
  const e2e = stalled
    ? { ...shape, tailShare: 0.35, tailMicros: 90_000 }
    : { ...shape, tailMicros: shape.tailMicros * (0.7 + 0.6 * chance()) };
  const late = { medianMicros: 6, width: 0.5, tailShare: 0.01, tailMicros: 60 };
  return {
    e2e: madeUpHistogram(e2e, 1000, chance),
    e2eUncorrected: madeUpHistogram({ ...shape, tailShare: shape.tailShare / 2 }, 1000, chance),
    sendDelay: madeUpHistogram(
      stalled ? { ...late, tailShare: 0.3, tailMicros: 90_000 } : late,
      1000,
      chance,
    ),
    lateness: madeUpHistogram(late, 1000, chance),
    ...(qos === 0
      ? {}
      : { ack: madeUpHistogram({ ...shape, medianMicros: shape.medianMicros * 0.8 }, 1000, chance) }),
  };
}

function verdictOf(
  name: Name,
  qos: 0 | 1,
  { died, lost }: { readonly died: boolean; readonly lost: number },
): Partial<MeasurementLine> {
  if (died)
    return {
      status: 'died',
      reason: 'nanomq closed 100 of 100 connections 4.1 s into the measured phase and refused new ones.',
      advice: ['Look into its log; the rounds that follow started it anew.'],
    };
  if (name === 'nanomq' && qos === 0)
    return {
      status: 'generator-bound',
      reason:
        'The busiest worker had no time to spare (97 % busy), and messages were late by 14 ms at the 99th percentile.',
      advice: ['Give the generator more cores: --workers 3.', 'Or offer less: --rate 10000.'],
    };
  if (lost > 0 && qos === 1)
    return {
      status: 'failed',
      reason: `${lost} of 240,000 messages at QoS 1 never came, although they were acknowledged.`,
      advice: ['Keep the broker log of this run: a loss at QoS 1 breaks the standard.'],
    };
  if (lost > 0)
    return {
      notes: ['The offered rate was not reached: the target drops messages at QoS 0 when it is late.'],
    };
  return {};
}

function skipped(where: Pick<MeasurementLine, 'target' | 'stage' | 'round'>): MeasurementLine {
  const {
    offeredPerSecond: _,
    ofCeiling: __,
    ...line
  } = madeUpMeasurement({
    ...where,
    status: 'skipped',
    reason: 'emqx did not answer at mqtt://127.0.0.1:1887.',
    advice: ['Start it first, or name it with its URL.'],
    seconds: 0,
    ratePerSecond: 0,
    sentPerSecond: 0,
    total: counts(0, 0),
  });
  return line;
}

function counts(sent: number, lost: number): Accounting {
  return {
    sent,
    acknowledged: 0,
    refused: 0,
    expected: sent,
    delivered: sent - lost,
    lost,
    duplicated: 0,
    reordered: 0,
  };
}
