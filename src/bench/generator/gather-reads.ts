import type { Recorder } from '../recorder/recorder.ts';
import { nowMicros } from './clock.ts';

/** From so many messages under way on, gathering changes nothing of what comes through. */
export const gatheredFrom = 500;

/**
 * A target that writes each message by itself wakes its reader for each: the reader spends five microseconds of
 * kernel time on every message, and the target's writes pay for the wake-ups. Where hundreds of messages are under way
 * anyway, it is better to look at the sockets a thousand times a second and find many messages in each read.
 *
 * So this sleeps between turns of the event loop. It adds up to a millisecond to latencies, which in such
 * a closed loop are those of its own queue. A target that would answer half of what is under way within a millisecond
 * is held up by it: it is left alone, and tried again now and then.
 *
 * @param underWay messages of the closed loop
 */
export function gatherReads(
  { counts }: Recorder,
  underWay: number,
  onSlept: (micros: number) => void,
): Disposable {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  const quickPerMilli = Math.min(underWay / 2, mostPerMilli);
  let sentBefore = 0;
  let lookedAt = nowMicros();
  /** Smoothed: targets work in bursts. */
  let perMilli = 0;
  let state: 'running' | 'stopped' = 'running';
  let probe: NodeJS.Timeout | undefined;

  function sleep(): void {
    const from = nowMicros();
    Atomics.wait(nobodyWakes, 0, 0, sleepMillis);
    onSlept(nowMicros() - from);
    setImmediate(look);
  }

  /** In a closed loop one is sent for each that came through. */
  function look(): void {
    if (state === 'stopped') return;
    const { sent } = counts;
    // The counts begin anew each second.
    const cameThrough = sent < sentBefore ? sent : sent - sentBefore;
    sentBefore = sent;
    const now = nowMicros();
    perMilli += ((cameThrough * 1000) / (now - lookedAt) - perMilli) * newest;
    lookedAt = now;
    if (perMilli < quickPerMilli) sleep();
    else probe = setTimeout(begin, probeMillis);
  }

  function begin(): void {
    sentBefore = counts.sent;
    lookedAt = nowMicros();
    perMilli = 0;
    sleep();
  }

  begin();
  return {
    [Symbol.dispose]() {
      state = 'stopped';
      clearTimeout(probe);
    },
  };
}

const sleepMillis = 0.8;
/** At more than half a million messages a second each read brings many anyway. */
const mostPerMilli = 500;
const probeMillis = 50;
/** Weight of the newest look. */
const newest = 0.2;
