import type { WorkerPlan } from '../worker/protocol.ts';

type Share = Pick<WorkerPlan, 'worker' | 'workers'>;

/** The numbers below `count` that are this worker's: all workers together have each of them once. */
export function ownNumbers({ worker, workers }: Share, count: number): readonly number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((count - worker) / workers)) },
    (_, at) => worker + at * workers,
  );
}

/** This worker's part of what may be under way in all of them together; at least 1. */
export function ownAtOnce({ worker, workers }: Share, atOnce: number): number {
  return Math.max(1, Math.floor(atOnce / workers) + (worker < atOnce % workers ? 1 : 0));
}
