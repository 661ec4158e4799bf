/** Measures brokers: workloads, generator, calibration, result lines. */
export type { BenchResult } from './bench-result.ts';
export type { BenchResultLine } from './result.ts';
export { benchTargets } from './run/bench-target.ts';
export { runBench } from './run/run-bench.ts';
export type { Live } from './run/run-context.ts';
export { parseThreshold, type Threshold, ThresholdError, thresholdOf } from './run/thresholds.ts';
export type { NamedWorkload } from './workload/named-workload.ts';
export { defaultVersion, needsOf } from './workload/needs.ts';
export { OverrideError, type Overrides, withOverrides } from './workload/overrides.ts';
export { builtInWorkloads, readWorkload, WorkloadError } from './workload/read-workload.ts';
export { stagesOf } from './workload/stages.ts';
