import { setMaxListeners } from 'node:events';
import { forEachAtOnce } from '../generator/for-each-at-once.ts';
import type { Accepted, ClientRole, Clients } from './clients.ts';
import type { Wishes } from './connect.ts';
import { deadlineAfter } from './deadline.ts';
import { ScenarioError } from './scenario.ts';

/** Many clients that connect. */
export interface Storm {
  /** Of the clients, over all workers. */
  readonly numbers: readonly number[];
  /** Attempts under way at once, in this worker. */
  readonly atOnce: number;
  readonly wishesOf: (number: number) => Wishes;
  readonly onConnack?: (number: number, accepted: Accepted) => ClientRole;
  /** Ends it early, without an error. */
  readonly signal: AbortSignal;
}

/**
 * Connects them all, within the workload's `connectSeconds`, and records how long each took.
 *
 * @throws ScenarioError, or an error of a connection
 */
export async function connectAll(clients: Clients, storm: Storm): Promise<void> {
  const { context } = clients;
  const { counts, bins } = context.recorder;
  const { connectSeconds } = context.plan.workload.phases;
  using deadline = deadlineAfter(connectSeconds);
  // One that fails ends the others that are under way.
  const failed = new AbortController();
  const signal = AbortSignal.any([storm.signal, deadline.signal, failed.signal]);
  // Each attempt under way listens to it.
  setMaxListeners(0, signal);
  let connected = 0;

  async function connectOne(number: number): Promise<void> {
    try {
      await clients.connect(storm.wishesOf(number), {
        signal,
        onConnack(accepted) {
          connected += 1;
          counts.acknowledged += 1;
          bins.connect.record(accepted.nowMicros - accepted.beganMicros);
          return storm.onConnack?.(number, accepted) ?? {};
        },
      });
    } catch (error) {
      if (signal.aborted) return;
      failed.abort();
      throw error;
    }
  }

  await forEachAtOnce(storm.numbers, storm.atOnce, connectOne, signal);
  if (deadline.signal.aborted && !storm.signal.aborted && connected < storm.numbers.length) {
    const count = storm.numbers.length;
    throw new ScenarioError('lost', `${connected} of ${count} connections stood after ${connectSeconds} s`);
  }
}
