import { fileURLToPath } from 'node:url';
import type { Reporter, TestCase } from 'vitest/node';
import { allStatementIds } from '../spec/statements/index.ts';
import type { Job } from './job.ts';
import type { CaseLine } from './result.ts';

export interface EngineOptions {
  readonly job: Job;
  /** The module that calls `registerCases`: the only test file. */
  readonly entry: URL;
  readonly concurrency: number;
  readonly onLine: (line: CaseLine) => void;
  /** Ends the run early; cases that have not ended leave no line. */
  readonly signal?: AbortSignal;
}

/** A fault of the harness itself: never a verdict about a target. */
export class EngineError extends Error {
  readonly code = 'engine-failed';
  constructor(message: string) {
    super(message);
    this.name = 'EngineError';
  }
}

/**
 * Runs a job on Vitest: one worker, one entry file, all cases concurrent within the limit. Each line is handed
 * over as soon as its case has ended.
 *
 * @throws EngineError when Vitest itself could not run the cases
 */
export async function runJob({ job, entry, concurrency, onLine, signal }: EngineOptions): Promise<void> {
  const faults: string[] = [];
  const reporter: Reporter = {
    onTestCaseResult(testCase: TestCase) {
      // Vitest goes on for a while; the run has been closed by then.
      if (signal?.aborted === true) return;
      const { line } = testCase.meta();
      if (line !== undefined) return onLine(line);
      faults.push(
        `${testCase.fullName}: ${testCase.result().errors?.[0]?.message ?? 'ended without a verdict'}`,
      );
    },
    onTestRunEnd(modules, unhandledErrors) {
      for (const error of unhandledErrors) faults.push(error.message);
      for (const module of modules) for (const error of module.errors()) faults.push(error.message);
    },
  };
  const file = fileURLToPath(entry);
  const previousExitCode = process.exitCode;
  // Loaded only now: it takes longer than all the rest, and most commands run no case.
  const { createVitest } = await import('vitest/node');
  const vitest = await withoutSignalHandlers(() =>
    createVitest('test', {
      config: false,
      root: fileURLToPath(new URL('.', entry)),
      include: [file],
      exclude: [],
      watch: false,
      // It would lie inside the installed package, which the user may not be allowed to write to.
      cache: false,
      reporters: [reporter],
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      maxConcurrency: concurrency,
      strictTags: true,
      tags: allStatementIds.map((name) => ({ name })),
      provide: { job },
      passWithNoTests: false,
    }),
  );
  const aborted = whenAborted(signal);
  try {
    await Promise.race([vitest.start(), aborted]);
  } finally {
    // Cases that still wait for a server would hold up the close; after an abort nobody waits for them.
    await Promise.race([vitest.close(), aborted]);
    // The exit code is ours to decide, from the verdicts.
    process.exitCode = previousExitCode;
  }
  if (signal?.aborted !== true && faults.length > 0) throw new EngineError(faults[0] ?? 'unknown fault');
}

const endingSignals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Vitest, as soon as it is created, ends the process a millisecond after a signal: that would leave a result
 * file without its end and the user without a report. What a signal means is decided by `signal` alone.
 */
function withoutSignalHandlers<T>(create: () => T): T {
  const before = endingSignals.map((name) => process.listeners(name));
  const created = create();
  endingSignals.forEach((name, index) => {
    for (const listener of process.listeners(name)) {
      if (before[index]?.includes(listener) !== true) process.off(name, listener);
    }
  });
  return created;
}

function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
