import { waitUntil } from './wait-until.ts';

/** Something that a load works towards, such as the last delivery; whoever waits for it goes on at once. */
export interface Goal {
  readonly isReached: boolean;
  reach(): void;
  /** Waits for it, or for a time of the machine's clock, or for the signal, whichever comes first. */
  wait(deadlineMicros: number, signal: AbortSignal): Promise<void>;
}

export function goal(): Goal {
  const reached = new AbortController();
  return {
    get isReached() {
      return reached.signal.aborted;
    },
    reach: () => reached.abort(),
    wait: (deadlineMicros, signal) => waitUntil(deadlineMicros, AbortSignal.any([reached.signal, signal])),
  };
}
