import { runSuites } from '../conformance/check.ts';
import { exitCodes } from '../conformance/exit-code.ts';
import type { Filter } from '../conformance/plan.ts';
import { select } from '../conformance/plan.ts';
import type { CaseLine, EndLine, ResultLine, RunLine } from '../conformance/result.ts';
import { openResultFile, type ResultWriter } from '../conformance/result-writer.ts';
import { type ResultFile, startProgress } from '../report/index.ts';
import { type EmbeddedTransport, type OpenTarget, openTarget } from '../target/index.ts';
import { onInterrupt } from './on-interrupt.ts';
import { assertEmbedded, presets, presetsOver, targetSpecs } from './presets.ts';
import { everySuite } from './suites.ts';
import { toolVersion } from './tool-version.ts';
import { UsageError } from './user-error.ts';

export interface RunRequest {
  readonly targetWords: readonly string[];
  /** How the embedded brokers among them are reached; each has its own way by default. */
  readonly transport?: EmbeddedTransport;
  readonly filter: Filter;
  readonly mode: 'check' | 'audit';
  readonly warnings: 'reported' | 'strict';
  readonly timeoutFactor: number;
  readonly concurrency: number;
  readonly out?: string;
}

/** The longest wait of one step, before the factor of the user. */
const defaultDeadlineMs = 5000;

/**
 * Opens the targets, runs the cases with a progress line on stderr, writes the result file as it goes, and
 * gives the whole result back for the reports.
 *
 * @throws TargetError, ResultFileError, UsageError
 */
export async function runRequest(request: RunRequest): Promise<{ file: ResultFile; exitCode: number }> {
  assertPatternsMatch(request.filter);
  const { transport } = request;
  const specs = targetSpecs(request.targetWords);
  if (transport !== undefined) assertEmbedded(specs, transport);
  const known = transport === undefined ? presets : presetsOver(transport);
  using writer = request.out === undefined ? discarding : openResultFile(request.out);
  const deadlineMs = defaultDeadlineMs * request.timeoutFactor;
  const targets: OpenTarget[] = [];
  using interrupt = onInterrupt();
  try {
    for (const spec of specs) {
      if (interrupt.signal.aborted) break;
      targets.push(await openTarget(spec, { presets: known, timeoutMs: deadlineMs }));
    }
    return await collect(request, { targets, deadlineMs, writer, signal: interrupt.signal });
  } finally {
    await Promise.all(targets.map((target) => target[Symbol.asyncDispose]()));
  }
}

/** What a run needs besides its request. */
interface Ready {
  readonly targets: readonly OpenTarget[];
  readonly deadlineMs: number;
  readonly writer: ResultWriter<ResultLine>;
  readonly signal: AbortSignal;
}

async function collect(
  { transport, filter, mode, warnings, concurrency }: RunRequest,
  { targets, deadlineMs, writer, signal }: Ready,
): Promise<{ file: ResultFile; exitCode: number }> {
  let run: RunLine | undefined;
  let end: EndLine | undefined;
  const cases: CaseLine[] = [];
  let progress: ReturnType<typeof startProgress> | undefined;

  function onLine(line: ResultLine): void {
    writer.write(line);
    switch (line.type) {
      case 'run':
        run = line;
        progress = startProgress({
          stream: process.stderr,
          planned: line.planned,
          now: () => performance.now(),
          environment: process.env,
        });
        return;
      case 'case':
        cases.push(line);
        progress?.caseEnded(line);
        return;
      case 'end':
        end = line;
    }
  }

  try {
    const exitCode = await runSuites({
      ...everySuite,
      targets,
      rerunFlags: transport === undefined ? [] : ['--transport', transport],
      filter,
      mode,
      warnings,
      concurrency,
      deadlineMs,
      toolVersion,
      command: `mqtt-assay ${process.argv.slice(2).join(' ')}`,
      onLine,
      signal,
    });
    if (run === undefined) throw new UsageError('No case was selected.', exitCodes.nothingMatched);
    return { file: { run, cases, ...(end === undefined ? {} : { end }) }, exitCode };
  } finally {
    progress?.[Symbol.dispose]();
  }
}

const discarding: ResultWriter<ResultLine> = { write: () => undefined, [Symbol.dispose]: () => undefined };

function assertPatternsMatch({ only, mqtt }: Filter): void {
  for (const pattern of only) {
    const filter = mqtt === undefined ? { only: [pattern] } : { only: [pattern], mqtt };
    if (select(everySuite.suites, filter).length > 0) continue;
    const version = mqtt === undefined ? '' : ` for MQTT ${mqtt}`;
    throw new UsageError(
      `no case${version} matches "${pattern}": expected a case id such as "connect/**", a statement such as "5.0/MQTT-3.1.2-*" or a section such as "3.1"; "mqtt-assay list" shows all.`,
      exitCodes.nothingMatched,
    );
  }
}
