import type { Clock } from '../src/transport/clock.ts';

/** How many new streams come in one second. */
export interface ConnectionRate {
  /** Counts one more stream. @returns false when it is beyond the rate. */
  admits(): boolean;
}

const windowMillis = 1_000;

/**
 * Counts in windows of a second, which begin with the first stream after the last one. No timer and no memory for a
 * stream: who is cut must cost next to nothing. Where two windows meet, twice the rate may come within one second.
 */
export function createConnectionRate(connectionsPerSecond: number, clock: Clock): ConnectionRate {
  let startMillis = Number.NEGATIVE_INFINITY;
  let admitted = 0;

  return {
    admits() {
      const now = clock.nowMs();
      if (now - startMillis >= windowMillis) {
        startMillis = now;
        admitted = 0;
      }
      if (admitted >= connectionsPerSecond) return false;
      admitted += 1;
      return true;
    },
  };
}
