import { setTimeout as delay } from 'node:timers/promises';
import { nowMicros } from '../generator/clock.ts';

/** Waits for a time of the machine's clock, or for the signal, whichever comes first. */
export async function waitUntil(micros: number, signal: AbortSignal): Promise<void> {
  for (let left = micros - nowMicros(); left > 0 && !signal.aborted; left = micros - nowMicros()) {
    // It rejects only because of the signal, which the loop looks at.
    await delay(Math.max(1, Math.ceil(left / 1000)), undefined, { signal }).catch(() => undefined);
  }
}

const lookMillis = 5;

/** Looks again and again whether something has come about; false when the deadline came first. */
export async function waitFor(
  condition: () => boolean,
  deadlineMicros: number,
  signal: AbortSignal,
): Promise<boolean> {
  while (!condition()) {
    if (signal.aborted || nowMicros() > deadlineMicros) return false;
    await delay(lookMillis);
  }
  return true;
}
