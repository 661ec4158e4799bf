import type { Target } from '../target/target.ts';
import type { PlannedCase } from './plan.ts';

/** Everything that the worker needs to run the due cases of one target. Plain data. */
export interface Job {
  readonly target: Target;
  readonly due: readonly PlannedCase[];
  readonly deadlineMs: number;
  /** Letters and digits, new for each run: part of every Client Identifier and topic. */
  readonly runTag: string;
  /** How `check` was called, up to the target, for the rerun lines. */
  readonly rerunPrefix: string;
  /** `confirm`: a failing case runs once more, and only what fails twice is reported as a failure. */
  readonly failures: 'confirm' | 'report-at-once';
}

/** How a test of the engine names its case: what a person sees in Vitest's own reporters. */
export function testName(due: PlannedCase): string {
  return due.saboteur === undefined
    ? `${due.case} [${due.mqtt}]`
    : `${due.case} [${due.mqtt}] behind ${due.saboteur}`;
}

declare module 'vitest' {
  export interface ProvidedContext {
    job: Job;
  }
}
