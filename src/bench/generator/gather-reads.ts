import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';

/**
 * A target that writes each message by itself wakes its reader for each: the reader then spends five microseconds
 * of kernel time on every message, and the target's writes pay for the wake-ups. Where hundreds of messages are under
 * way anyway, it is better to look at the sockets a few thousand times a second and find many messages in each read.
 *
 * This sleeps between turns of the event loop as long as a turn finds little to do. It adds up to a third of a
 * millisecond to latencies, which in such a closed loop are those of its own queue.
 */
export function gatherReads(recorder: Recorder, onSlept: (micros: number) => void): Disposable {
  const { counts } = recorder;
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  let before = 0;
  let state: 'running' | 'stopped' = 'running';

  function turn(): void {
    if (state === 'stopped') return;
    const events = counts.sent + counts.acknowledged + counts.delivered;
    // The counts begin anew each second.
    const seen = events < before ? events : events - before;
    before = events;
    if (seen < manyEvents) {
      const from = nowMicros();
      Atomics.wait(nobodyWakes, 0, 0, sleepMillis);
      onSlept(nowMicros() - from);
    }
    setImmediate(turn);
  }

  setImmediate(turn);
  return {
    [Symbol.dispose]() {
      state = 'stopped';
    },
  };
}

/** From so many messages under way on, gathering does not change what comes through. */
export const gatheredFrom = 500;

const manyEvents = 400;
const sleepMillis = 0.3;
