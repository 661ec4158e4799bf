import type { stagesOf } from '../bench/index.ts';
import {
  type BenchResult,
  type BenchResultLine,
  benchTargets,
  type NamedWorkload,
  runBench,
  type Threshold,
} from '../bench/index.ts';
import { openResultFile, type ResultWriter } from '../conformance/result-writer.ts';
import { startBenchProgress } from '../report/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type OpenTarget, openTarget } from '../target/index.ts';
import { onInterrupt } from './on-interrupt.ts';
import { presets, targetSpecs } from './presets.ts';
import { toolVersion } from './tool-version.ts';
import { UsageError } from './user-error.ts';

export interface BenchRequest {
  readonly targetWords: readonly string[];
  readonly workload: NamedWorkload;
  readonly stages: ReturnType<typeof stagesOf>;
  readonly mqtt: ProtocolVersion;
  readonly workers: number;
  readonly rounds: number;
  readonly thresholds: readonly Threshold[];
  /** Of the only target, when it is not ours. */
  readonly pid?: number;
  readonly out?: string;
}

/**
 * Opens the targets, measures them with a live line on stderr, writes the result file as it goes, and gives the
 * whole result back for the reports.
 *
 * @throws TargetError, ResultFileError, UsageError
 */
export async function benchAndCollect(
  request: BenchRequest,
): Promise<{ readonly result: BenchResult; readonly exitCode: number }> {
  const specs = targetSpecs(request.targetWords);
  if (request.pid !== undefined && specs.length > 1) {
    throw new UsageError('--pid names the process of one target: measure the others without it, or apart.');
  }
  using writer: ResultWriter<BenchResultLine> =
    request.out === undefined ? discarding : openResultFile<BenchResultLine>(request.out);
  const opened: OpenTarget[] = [];
  using interrupt = onInterrupt();
  try {
    for (const spec of specs) {
      if (interrupt.signal.aborted) break;
      opened.push(await openTarget(spec, { presets, purpose: 'measure' }));
    }
    return await run(request, { opened, writer, signal: interrupt.signal });
  } finally {
    await Promise.all(opened.map((target) => target[Symbol.asyncDispose]()));
  }
}

/** What a run needs besides its request. */
interface Ready {
  readonly opened: readonly OpenTarget[];
  readonly writer: ResultWriter<BenchResultLine>;
  readonly signal: AbortSignal;
}

async function run(
  request: BenchRequest,
  { opened, writer, signal }: Ready,
): Promise<{ readonly result: BenchResult; readonly exitCode: number }> {
  const lines: BenchResultLine[] = [];
  using progress = startBenchProgress({ stream: process.stderr, environment: process.env });
  const exitCode = await runBench({
    ...request,
    targets: await benchTargets(opened, request.pid),
    toolVersion,
    command: `mqtt-assay ${process.argv.slice(2).join(' ')}`,
    onLine(line) {
      writer.write(line);
      lines.push(line);
    },
    onLive: progress.show,
    signal,
  });
  return { result: resultOf(lines), exitCode };
}

function resultOf(lines: readonly BenchResultLine[]): BenchResult {
  const ofType = <T extends BenchResultLine['type']>(type: T) =>
    lines.filter((line): line is Extract<BenchResultLine, { type: T }> => line.type === type);
  const [bench] = ofType('bench');
  if (bench === undefined) throw new UsageError('Nothing was measured.');
  const [end] = ofType('end');
  return {
    bench,
    calibrations: ofType('calibration'),
    intervals: ofType('interval'),
    measurements: ofType('measurement'),
    ...(end === undefined ? {} : { end }),
  };
}

const discarding: ResultWriter<BenchResultLine> = {
  write: () => undefined,
  [Symbol.dispose]: () => undefined,
};
