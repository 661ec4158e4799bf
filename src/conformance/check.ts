import { randomBytes } from 'node:crypto';
import { announcedText, type OpenTarget } from '../target/index.ts';
import { auditPlanFor } from './audit-plan.ts';
import { provenIn, type Suite } from './case.ts';
import { EngineError, runJob } from './engine.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { type Filter, type PlannedCase, planFor, select } from './plan.ts';
import type { CaseLine, ResultLine } from './result.ts';
import type { Saboteur } from './sabotage/saboteur.ts';
import { stillServes } from './still-serves.ts';
import type { Verdict } from './verdict.ts';

export interface RunOptions {
  /** Ready to be judged; the caller owns them. */
  readonly targets: readonly OpenTarget[];
  /** What `check` needs besides the name of a target to find it again. */
  readonly rerunFlags?: readonly string[];
  readonly suites: readonly Suite[];
  readonly saboteurs: readonly Saboteur[];
  /** The module that offers the same suites and saboteurs to the worker. */
  readonly entry: URL;
  readonly filter: Filter;
  /** `check` judges the targets; `audit` judges the cases, by lies. */
  readonly mode: 'check' | 'audit';
  readonly deadlineMs: number;
  readonly concurrency: number;
  readonly warnings: 'reported' | 'strict';
  readonly toolVersion: string;
  /** The command line as given, for the header. */
  readonly command: string;
  readonly onLine: (line: ResultLine) => void;
  /** Ends the run early, with an `end` line that says so. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the selected cases against each target in turn, and hands over the lines of the result file as they
 * come. Resolves with the exit code that the `end` line carries.
 */
export async function runSuites(options: RunOptions): Promise<number> {
  const { targets, suites, filter, mode, onLine } = options;
  const startMs = performance.now();
  if (select(suites, filter).length === 0) return exitCodes.nothingMatched;

  const plans = mode === 'audit' ? auditPlans(options) : targets.map((open) => checkPlan(open, options));
  onLine(
    headerOf(
      options,
      plans.reduce((sum, plan) => sum + plan.due.length + plan.skipped.length, 0),
    ),
  );
  const counts = new Map<string, Partial<Record<Verdict, number>>>();
  let aborted: string | undefined;
  const emit = (line: CaseLine) => {
    const ofTarget = counts.get(line.target) ?? {};
    ofTarget[line.verdict] = (ofTarget[line.verdict] ?? 0) + 1;
    counts.set(line.target, ofTarget);
    onLine(line);
  };

  for (const { open, due, skipped } of plans) {
    if (options.signal?.aborted === true) {
      aborted ??= 'interrupted';
      break;
    }
    counts.set(open.target.name, {});
    for (const line of skipped) emit(line);
    aborted = (await runTarget(open, due, options, emit)) ?? aborted;
  }
  const least = aborted === undefined ? exitCodes.conforms : exitCodes.inconclusive;
  const exitCode = Math.max(least, ...exitCodesOf([...counts.values()], aborted, options));
  onLine({
    type: 'end',
    durationMs: Math.round(performance.now() - startMs),
    verdicts: Object.fromEntries(counts),
    exitCode,
    ...(aborted === undefined ? {} : { aborted }),
  });
  return exitCode;
}

interface TargetPlan {
  readonly open: OpenTarget;
  readonly due: readonly PlannedCase[];
  readonly skipped: readonly CaseLine[];
}

function checkPlan(open: OpenTarget, { suites, filter }: RunOptions): TargetPlan {
  const { target } = open;
  const plan = planFor(target, suites, filter);
  const skipped = plan.notApplicable.map(
    ({ brokerCase, mqtt, reason }): CaseLine => ({
      type: 'case',
      case: brokerCase.id,
      mqtt,
      target: target.name,
      verdict: 'skip',
      statements: [...provenIn(mqtt, brokerCase.proves)],
      durationMs: 0,
      reason,
    }),
  );
  return { open, due: plan.due, skipped };
}

/** Each case meets its lies once: on the first target to which it applies. */
function auditPlans({ targets, suites, saboteurs, filter }: RunOptions): readonly TargetPlan[] {
  const planned = new Set<string>();
  return targets.map((open) => {
    const due = auditPlanFor(open.target, suites, saboteurs, filter).filter(
      (item) => !planned.has(`${item.case} ${item.mqtt}`),
    );
    for (const item of due) planned.add(`${item.case} ${item.mqtt}`);
    return { open, due, skipped: [] };
  });
}

function headerOf(options: RunOptions, planned: number): ResultLine {
  return {
    type: 'run',
    schema: 1,
    tool: { name: 'mqtt-assay', version: options.toolVersion },
    startedAt: new Date().toISOString(),
    node: process.version,
    command: options.command,
    targets: options.targets.map(({ target }) => ({
      name: target.name,
      url: target.url,
      ...(target.product === undefined ? {} : { product: target.product }),
      capabilities: [...target.capabilities],
      announced: [...announcedText(target)],
    })),
    ...(isWhole(options.filter) ? {} : { filter: { ...options.filter, only: [...options.filter.only] } }),
    planned,
  };
}

function isWhole({ only, mqtt }: Filter): boolean {
  return only.length === 0 && mqtt === undefined;
}

/** Runs what is due for one target; resolves with the reason if the run could not be completed. */
async function runTarget(
  open: OpenTarget,
  due: readonly PlannedCase[],
  options: RunOptions,
  onLine: (line: CaseLine) => void,
): Promise<string | undefined> {
  if (due.length === 0) return undefined;
  const { target } = open;
  const job = {
    target,
    due,
    deadlineMs: options.deadlineMs,
    runTag: randomBytes(2).toString('hex'),
    rerunPrefix: ['mqtt-assay check', target.name, ...(options.rerunFlags ?? [])].join(' '),
    failures: options.mode === 'audit' ? 'report-at-once' : 'confirm',
  } as const;
  try {
    await runJob({
      job,
      entry: options.entry,
      concurrency: Math.min(options.concurrency, target.concurrency ?? Number.POSITIVE_INFINITY),
      onLine,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return `the harness failed while it judged ${target.name}: ${error.message}`;
  }
  if (options.signal?.aborted === true) return 'interrupted';
  if (await stillServes(target, options.deadlineMs)) return undefined;
  const where = target.name === target.url ? '' : ` (${target.url})`;
  return `${target.name}${where} died during the run: it accepts no connection any more`;
}

function exitCodesOf(
  counts: readonly Partial<Record<Verdict, number>>[],
  aborted: string | undefined,
  { warnings }: RunOptions,
): readonly number[] {
  const codes = counts.map((ofTarget) =>
    exitCodeOf({ counts: ofTarget, aborted: aborted !== undefined, warnings }),
  );
  // A broken MUST is the stronger news than a target about which nothing could be said.
  return codes.includes(exitCodes.failsMust) ? [exitCodes.failsMust] : codes;
}
