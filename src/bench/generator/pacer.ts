import { nowMicros } from './clock.ts';

/** What a pacer drives. */
export interface Paced {
  /** When the next message is due; `Infinity` when none is known. */
  nextDueMicros(): number;
  /** Sends what is due; says whether anything was. */
  onTick(now: number): 'sent' | 'nothing';
}

/** Keeps the time: calls `onTick` when something is due. */
export interface Pacer extends Disposable {
  /** To be called after `nextDueMicros` may have become earlier. */
  wake(): void;
  /** To be called when the process did something between two ticks: that time was not waiting. */
  worked(): void;
  /** Microseconds that were spent waiting by spinning, since the last call. */
  takeSpunMicros(): number;
}

/**
 * - `spin`: waits the last five milliseconds by turning the event loop, which also reads what arrives. A
 *   message is sent within a microsecond or two of its time, at the price of a core.
 * - `timer`: timers of a whole millisecond, for machines that have no core to give: messages leave about half
 *   a millisecond late, and say so.
 */
export type Pacing = 'spin' | 'timer';

/** Timers have a resolution of 1 ms, and on a virtual machine that sleeps they come up to 3 ms late. */
const spinMicros = 5500;
const earlyMicros = 4000;

export function startPacer(paced: Paced, pacing: Pacing): Pacer {
  let state: 'waiting' | 'asleep' | 'spinning' | 'stopped' = 'waiting';
  let timer: NodeJS.Timeout | undefined;
  let lastTick = 0;
  let busySinceTick = false;
  let spunMicros = 0;

  function tick(): void {
    if (state === 'stopped') return;
    const now = nowMicros();
    const outcome = paced.onTick(now);
    if (state === 'spinning' && outcome === 'nothing' && !busySinceTick) spunMicros += now - lastTick;
    busySinceTick = false;
    lastTick = now;
    arm(now);
  }

  function arm(now: number): void {
    const gap = paced.nextDueMicros() - now;
    if (gap === Number.POSITIVE_INFINITY) {
      state = 'waiting';
      return;
    }
    if (pacing === 'spin' && gap <= spinMicros) {
      state = 'spinning';
      setImmediate(tick);
      return;
    }
    state = 'asleep';
    const millis = Math.floor((gap - (pacing === 'spin' ? earlyMicros : 0)) / 1000);
    timer = setTimeout(tick, Math.max(1, Math.min(millis, 1000)));
  }

  return {
    wake() {
      if (state !== 'waiting' && state !== 'asleep') return;
      clearTimeout(timer);
      lastTick = nowMicros();
      arm(lastTick);
    },
    worked() {
      busySinceTick = true;
    },
    takeSpunMicros() {
      const spun = spunMicros;
      spunMicros = 0;
      return spun;
    },
    [Symbol.dispose]() {
      state = 'stopped';
      clearTimeout(timer);
    },
  };
}
