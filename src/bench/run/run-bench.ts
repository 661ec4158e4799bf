import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { machineOf } from '../machine/fingerprint.ts';
import { startNullSink } from '../null-sink/null-sink.ts';
import type { BenchLine, BenchResultLine, MeasurementLine } from '../result.ts';
import { startWorkers } from '../worker/worker-pool.ts';
import type { NamedWorkload } from '../workload/named-workload.ts';
import type { PlannedStage } from '../workload/stages.ts';
import type { BenchTarget } from './bench-target.ts';
import { calibrate } from './calibrate.ts';
import { benchExitCode } from './exit-code.ts';
import { measure } from './measure.ts';
import { missingMeasurement } from './measurement.ts';
import type { Live, RunContext } from './run-context.ts';
import { watchSurroundings } from './surroundings.ts';
import type { Threshold } from './thresholds.ts';

export interface BenchOptions {
  /** Ready to be measured; the caller owns them. */
  readonly targets: readonly BenchTarget[];
  readonly workload: NamedWorkload;
  readonly stages: readonly PlannedStage[];
  readonly mqtt: ProtocolVersion;
  /** Generator processes. */
  readonly workers: number;
  readonly rounds: number;
  readonly thresholds: readonly Threshold[];
  readonly toolVersion: string;
  /** The command line as given, for the header. */
  readonly command: string;
  readonly onLine: (line: BenchResultLine) => void;
  readonly onLive: (live: Live) => void;
  /** Ends the phase under way, and then the run, with everything that was measured until then. */
  readonly signal: AbortSignal;
}

/**
 * Measures each target in each stage, the rounds of the targets in turns (A B A B), and hands over the lines of the
 * result file as they come. Resolves with the exit code that the `end` line carries.
 */
export async function runBench(options: BenchOptions): Promise<number> {
  const { targets, stages, rounds, signal, onLine } = options;
  const began = performance.now();
  const machine = machineOf();
  onLine(headerOf(options, machine));
  const measurements: MeasurementLine[] = [];
  await using pool = await startWorkers(options.workers);
  const context: RunContext = {
    pool,
    mqtt: options.mqtt,
    // To wait by spinning takes a core: where there is but one, it would be the target's.
    pacing: machine.cores > options.workers ? 'spin' : 'timer',
    machine,
    thresholds: options.thresholds,
    onLine,
    onLive: options.onLive,
    signal,
  };
  const gone = new Set<string>();

  for (const planned of stages) {
    const calibration = await calibrationOf(context, planned);
    if (calibration !== undefined) onLine(calibration);
    for (let round = 1; round <= rounds; round += 1) {
      // Every other round the other way round: what comes first has no advantage of it.
      for (const target of round % 2 === 1 ? targets : targets.toReversed()) {
        if (signal.aborted) break;
        const line = gone.has(target.name)
          ? missingMeasurement(
              { ...options, ...described(planned), target: target.name, round },
              'died',
              `${target.name} died earlier in this run`,
            )
          : await measure(context, target, { planned, round }, calibration);
        if (line.status === 'died') gone.add(target.name);
        measurements.push(line);
        onLine(line);
      }
    }
  }
  const aborted = signal.aborted ? 'interrupted' : undefined;
  const exitCode = benchExitCode(measurements, aborted);
  onLine({
    type: 'end',
    durationMs: Math.round(performance.now() - began),
    exitCode,
    ...(aborted === undefined ? {} : { aborted }),
  });
  return exitCode;
}

async function calibrationOf(context: RunContext, planned: PlannedStage) {
  if (context.signal.aborted) return undefined;
  await using sink = await startNullSink();
  using surroundings = watchSurroundings({ pid: sink.pid });
  return await calibrate(context, { sink, look: surroundings.look }, planned);
}

function described({ stage, workload }: PlannedStage) {
  return { stage: stage.name, workload };
}

function headerOf(options: BenchOptions, machine: BenchLine['machine']): BenchLine {
  const { workload } = options;
  return {
    type: 'bench',
    schema: 1,
    tool: { name: 'mqtt-assay', version: options.toolVersion },
    startedAt: new Date().toISOString(),
    command: options.command,
    machine,
    workload: {
      name: workload.name,
      summary: workload.workload.summary,
      scenario: workload.workload.scenario,
      text: workload.text,
      overrides: { ...workload.overrides },
    },
    mqtt: options.mqtt,
    workers: options.workers,
    targets: options.targets.map(({ name, open: { target } }) => ({
      name,
      url: target.url,
      ...(target.product === undefined ? {} : { product: target.product }),
      ...(target.configurationHash === undefined ? {} : { configurationHash: target.configurationHash }),
    })),
    rounds: options.rounds,
    stages: options.stages.map(({ stage }) => stage),
    thresholds: options.thresholds.map(({ expression }) => expression),
  };
}
