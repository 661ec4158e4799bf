/** A timer that has been set: it fires once, unless it is cancelled before. */
export interface Timer extends Disposable {
  /** Does nothing once the timer has fired. */
  cancel(): void;
}

/**
 * Time as the protocol cores see it, so that a test about Keep Alive or a Session Expiry Interval need not wait.
 *
 * Delays are milliseconds; a delay may be as long as 2^32-1 seconds, and `Infinity` never fires.
 */
export interface Clock {
  /** Milliseconds since 1970 that never run backwards within a process. */
  nowMs(): number;
  setTimer(delayMs: number, fire: () => void): Timer;
}

/** A clock that moves only when it is told to. */
export interface FakeClock extends Clock {
  /**
   * Moves the time on and fires what falls due on the way, each timer at its own time, the earlier first; timers
   * set by those that fire count too.
   */
  advance(elapsedMs: number): void;
  /** How many timers are set: zero proves that none was forgotten. */
  pendingTimers(): number;
}

/** Node fires a longer timeout at once, so a longer delay has to be walked in steps. */
const longestTimeoutMs = 2 ** 31 - 1;

const timerOf = (cancel: () => void): Timer => ({ cancel, [Symbol.dispose]: cancel });

const setSystemTimer = (delayMs: number, fire: () => void): Timer => {
  let handle: NodeJS.Timeout;
  const walk = (leftMs: number): void => {
    const stepMs = Math.min(leftMs, longestTimeoutMs);
    handle = setTimeout(() => (leftMs > stepMs ? walk(leftMs - stepMs) : fire()), stepMs);
  };
  walk(Math.max(0, delayMs));
  return timerOf(() => clearTimeout(handle));
};

/** Read once: asking for it costs more than asking for the time. */
const { timeOrigin } = performance;

/** The clock of the machine. Its timers keep the process alive until they fire or are cancelled. */
export const systemClock: Clock = {
  nowMs: () => timeOrigin + performance.now(),
  setTimer: setSystemTimer,
};

interface Due {
  readonly atMs: number;
  readonly fire: () => void;
}

/** A clock for tests, which starts at `startMs`. */
export const createFakeClock = (startMs = 0): FakeClock => {
  let nowMs = startMs;
  const pending = new Set<Due>();

  const earliest = (): Due | undefined => {
    let first: Due | undefined;
    // A Set keeps the order of insertion, which breaks the tie between timers of the same time.
    for (const due of pending) {
      if (first === undefined || due.atMs < first.atMs) first = due;
    }
    return first;
  };

  return {
    nowMs: () => nowMs,
    pendingTimers: () => pending.size,
    setTimer(delayMs, fire) {
      const due = { atMs: nowMs + Math.max(0, delayMs), fire };
      pending.add(due);
      return timerOf(() => pending.delete(due));
    },
    advance(elapsedMs) {
      const untilMs = nowMs + elapsedMs;
      for (let due = earliest(); due !== undefined && due.atMs <= untilMs; due = earliest()) {
        pending.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.fire();
      }
      nowMs = untilMs;
    },
  };
};
