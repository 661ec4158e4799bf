import { z } from 'zod';

/**
 * The result file of `bench`: one run is one NDJSON file of a `bench` line, then per stage of the workload a
 * `calibration` line, then for each measurement (target, stage and round) its `interval` lines as they pass
 * and one `measurement` line, and at last an `end` line. A file without its `end` line was cut short.
 *
 * Latencies are whole microseconds. A histogram is an HdrHistogram in its V2 compressed form, in base64
 * (3 significant digits, 1 us to 60 s): it merges without loss.
 */

/** What is measured in microseconds. */
export const latencyMetrics = [
  /** From the time a message was due to its delivery. */
  'e2e',
  /** From the time it was really sent to its delivery: what a tool says that hides its own stalls. */
  'e2eUncorrected',
  /** From the time it was due to its PUBACK, or PUBCOMP. */
  'ack',
  /** From the time a message was due to its write, whatever held it back: us, or the target's back-pressure. */
  'sendDelay',
  /** The part of it that is ours: how late the generator came to a message that nothing held back. */
  'lateness',
  /** From the time a connection was due to its CONNACK. */
  'connect',
  /** From the time a subscription was sent to the last of its retained messages. */
  'replay',
] as const;
export const latencyMetric = z.enum(latencyMetrics);

/** Longer than any histogram of ours: a file cannot make a reader inflate gigabytes. */
const histogramText = z.string().max(200_000);

/** Counts of one flow, or the sum of all; every message from the first to the last, warm-up included. */
export const accounting = z.strictObject({
  /** Handed to the target, as far as its acknowledgement or a PINGRESP behind it proves. */
  sent: z.number().int(),
  /** PUBACK or PUBCOMP came. */
  acknowledged: z.number().int(),
  /** An acknowledgement with an error code came. */
  refused: z.number().int(),
  /** Deliveries that are owed: messages times receivers. */
  expected: z.number().int(),
  /** Deliveries of messages that this receiver had not seen yet. */
  delivered: z.number().int(),
  lost: z.number().int(),
  duplicated: z.number().int(),
  /** Came behind a later message of its topic. */
  reordered: z.number().int(),
});

/** A distribution in numbers, with the histogram that they were read from. */
export const distribution = z.strictObject({
  count: z.number().int(),
  min: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  p999: z.number(),
  p9999: z.number(),
  max: z.number(),
  histogram: histogramText,
});

const distributions = z.partialRecord(latencyMetric, distribution);

/** The target's process and its children; only when the process is ours or was named. */
export const usage = z.strictObject({
  /** Cores in use: 1 is one core saturated. */
  cpuCores: z.number(),
  memoryBytes: z.number().int(),
});

/** The generator in one interval or measurement. */
export const generatorHealth = z.strictObject({
  /** Share of the time in which the busiest worker had something to do; waiting by spinning is not counted. */
  busy: z.number(),
  /** 99th percentile of the event loop's delay in the worst worker, in microseconds. */
  loopDelayP99: z.number(),
  /** Longest garbage collection, in microseconds. */
  longestGcPause: z.number(),
  /** Share of all cores that neither we nor the target used, but somebody else. */
  foreignCpu: z.number().optional(),
});

export const stage = z.strictObject({
  /** `qos 1`; the workload's name when it has but one stage. */
  name: z.string(),
  /** What this stage sets, as the workload file writes it: `{ qos: 1 }`. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const benchLine = z.strictObject({
  type: z.literal('bench'),
  schema: z.literal(1),
  tool: z.strictObject({ name: z.literal('mqtt-assay'), version: z.string() }),
  /** ISO 8601. */
  startedAt: z.string(),
  command: z.string(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.number().int(),
    memoryBytes: z.number().int(),
    kernel: z.string(),
    node: z.string(),
    /** Frequency governor, where the system tells. */
    governor: z.string().optional(),
    /** Load average of the last minute when the run began. */
    loadAtStart: z.number(),
  }),
  workload: z.strictObject({
    name: z.string(),
    summary: z.string(),
    scenario: z.string(),
    /** The file, word for word. */
    text: z.string(),
    /** Flags of the command line that changed it: `{ rate: "2000" }`. */
    overrides: z.record(z.string(), z.string()),
  }),
  mqtt: z.enum(['3.1.1', '5.0']),
  /** Generator processes. */
  workers: z.number().int(),
  targets: z.array(
    z.strictObject({
      /** Unique in this file; a target named twice is `mosquitto` and `mosquitto#2`. */
      name: z.string(),
      url: z.string(),
      product: z.string().optional(),
      /** SHA-256 of the configuration that it was started with, where we started it. */
      configurationHash: z.string().optional(),
    }),
  ),
  /** How often each target was measured in each stage; the rounds of the targets take turns. */
  rounds: z.number().int(),
  stages: z.array(stage),
  thresholds: z.array(z.string()),
});

export const calibrationLine = z.strictObject({
  type: z.literal('calibration'),
  stage: z.string(),
  /** Events per second that the generator reaches into a sink that does nothing but answer. */
  ceilingPerSecond: z.number(),
  /** What `ceilingPerSecond` counts: as `ratePerSecond` of the measurement does. */
  unit: z.enum(['delivered', 'acknowledged', 'sent', 'connected']),
  /** The sink was as busy as the generator: the real ceiling is higher. */
  bound: z.enum(['generator', 'sink']),
  /** The same workload into the sink: what the tool itself adds to each latency. Absent: not measured. */
  floor: distributions.optional(),
});

export const intervalLine = z.strictObject({
  type: z.literal('interval'),
  target: z.string(),
  stage: z.string(),
  round: z.number().int(),
  phase: z.enum(['connect', 'warm-up', 'measure', 'drain']),
  /** Seconds from the beginning of the measurement to the beginning of the interval. */
  atSeconds: z.number(),
  seconds: z.number(),
  sent: z.number().int(),
  acknowledged: z.number().int(),
  delivered: z.number().int(),
  connections: z.number().int(),
  /** Histograms of this interval alone. */
  histograms: z.partialRecord(latencyMetric, histogramText),
  generator: generatorHealth,
  usage: usage.optional(),
});

/** A number that only some scenarios have: `memory per connection`. */
export const figure = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.enum(['bytes', 'per second', 'ratio', 'count', 'milliseconds', 'microseconds']),
});

/** What may be believed of a measurement. */
export const measurementStatus = z.enum([
  /** The numbers are the target's. */
  'valid',
  /** The numbers are the generator's own limit: not to be published as the target's. */
  'generator-bound',
  /** A guarantee was broken: a loss at QoS 1 or 2, or a duplicate at QoS 2. */
  'failed',
  /** The target went away; what is here is valid up to then. */
  'died',
  /** Ended early by the user or by a threshold; what is here is valid. */
  'interrupted',
  /** The target lacks what the workload needs. */
  'skipped',
  /** The measurement could not be brought about. */
  'error',
]);

export const thresholdOutcome = z.strictObject({
  /** `e2e.p99 <25ms` */
  expression: z.string(),
  /** In the unit of the expression, as text: `31.2ms`; `none` where nothing was measured. */
  actual: z.string(),
  ok: z.boolean(),
});

export const measurementLine = z.strictObject({
  type: z.literal('measurement'),
  target: z.string(),
  stage: z.string(),
  round: z.number().int(),
  status: measurementStatus,
  /** Of every status but `valid`: what happened, in one sentence. */
  reason: z.string().optional(),
  /** What the user can do about it. */
  advice: z.array(z.string()),
  /** What qualifies a valid result: the rate was not reached, other programs used the machine. */
  notes: z.array(z.string()),
  /** Length of the measured phase. */
  seconds: z.number(),
  /** In the measured phase. What it counts stands in `unit`. */
  ratePerSecond: z.number(),
  unit: z.enum(['delivered', 'acknowledged', 'sent', 'connected']),
  /** Messages (or connections) due per second, where the load has a rate of its own. */
  offeredPerSecond: z.number().optional(),
  sentPerSecond: z.number(),
  /** ratePerSecond as a share of the generator's ceiling; absent when there was no calibration. */
  ofCeiling: z.number().optional(),
  latencies: distributions,
  total: accounting,
  flows: z.array(accounting.extend({ name: z.string(), qos: z.number().int() })),
  figures: z.array(figure),
  generator: generatorHealth,
  /** Mean CPU and largest memory of the measured phase. */
  usage: usage.optional(),
  thresholds: z.array(thresholdOutcome),
});

export const benchEndLine = z.strictObject({
  type: z.literal('end'),
  durationMs: z.number(),
  exitCode: z.number().int(),
  /** Why the run ended before its plan. */
  aborted: z.string().optional(),
});

export const benchResultLine = z.discriminatedUnion('type', [
  benchLine,
  calibrationLine,
  intervalLine,
  measurementLine,
  benchEndLine,
]);

export type LatencyMetric = z.infer<typeof latencyMetric>;
export type Accounting = z.infer<typeof accounting>;
export type Distribution = z.infer<typeof distribution>;
export type Distributions = z.infer<typeof distributions>;
export type Usage = z.infer<typeof usage>;
export type GeneratorHealth = z.infer<typeof generatorHealth>;
export type Stage = z.infer<typeof stage>;
export type BenchLine = z.infer<typeof benchLine>;
export type CalibrationLine = z.infer<typeof calibrationLine>;
export type IntervalLine = z.infer<typeof intervalLine>;
export type Figure = z.infer<typeof figure>;
export type MeasurementStatus = z.infer<typeof measurementStatus>;
export type MeasurementLine = z.infer<typeof measurementLine>;
export type ThresholdOutcome = z.infer<typeof thresholdOutcome>;
export type BenchEndLine = z.infer<typeof benchEndLine>;
export type BenchResultLine = z.infer<typeof benchResultLine>;
