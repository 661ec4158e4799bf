import { nowMicros } from '../generator/clock.ts';
import type { LoadPlan } from '../worker/protocol.ts';
import { isTargetFailure } from '../worker/target-failure.ts';
import type { Clients } from './clients.ts';
import { deadlineAfter } from './deadline.ts';
import { ScenarioError } from './scenario.ts';
import { waitUntil } from './wait-until.ts';

/** Of a measured phase that lasts until all messages have come. */
export const incompleteNote =
  'Not all messages came within the measured phase: the rate is that of its whole length.';

/** What the measured phase of a scenario without flows came to. */
export interface MeasuredPhase {
  readonly seconds: number;
}

/** What a load does. Each is told by its signal that it is over, which it may be from the start. */
export interface Work {
  /** During the warm-up; without it there is none. */
  readonly warmUp?: (ending: AbortSignal) => Promise<void>;
  readonly measure: (ending: AbortSignal) => Promise<void>;
}

/**
 * The measured phase of a load that is over when its work is done. It ends early when the run is ended, or the target
 * is lost: what was measured until then stands.
 */
export async function measurePhase(clients: Clients, plan: LoadPlan, work: Work): Promise<MeasuredPhase> {
  const { context, lost } = clients;
  const ending = AbortSignal.any([context.finish, lost.signal]);
  if (work.warmUp !== undefined && plan.warmupSeconds > 0) {
    context.phase('warm-up');
    await waitUntil(plan.startMicros, ending);
    using deadline = deadlineAfter(plan.warmupSeconds);
    await untilLost(clients, work.warmUp(AbortSignal.any([ending, deadline.signal])));
  } else {
    await waitUntil(plan.startMicros, ending);
  }
  context.phase('measure');
  const fromMicros = nowMicros();
  await untilLost(clients, work.measure(ending));
  const toMicros = nowMicros();
  context.phase('drain');
  return { seconds: (toMicros - fromMicros) / 1e6 };
}

async function untilLost({ lost }: Clients, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isLoss(error)) throw error;
    lost.abort(error.message);
  }
}

/** Why the target could not be measured to the end, as a part of a report. */
export function lossOf({ lost: { signal } }: Clients): { readonly lost?: string } {
  return signal.aborted ? { lost: String(signal.reason) } : {};
}

function isLoss(error: unknown): error is Error {
  return isTargetFailure(error) || (error instanceof ScenarioError && error.code === 'lost');
}
