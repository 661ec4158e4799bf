/**
 * Keeps the event loop awake between packets that come in quick succession.
 *
 * To wake a sleeping thread costs more than all that the broker does with a small message, and it is paid for each
 * message of a client that waits for one answer before it sends the next. So after some turns of which each came soon
 * after the one before it, the loop looks for more instead of going to sleep, for as long as it would be worth it.
 */
export interface Wakefulness {
  turnBegan(): void;
  turnEnded(): void;
}

/** One message alone makes two or three: PUBLISH, then its acknowledgements. */
const turnsThatPromiseMore = 8;

const asleep: Wakefulness = { turnBegan: () => undefined, turnEnded: () => undefined };

/**
 * The time is the machine's own and not that of the broker's clock: it is the event loop that is meant, and a test that
 * stops the clock would keep it awake for ever.
 *
 * @param patienceMicros 0 lets the loop sleep at once
 */
export function createWakefulness(patienceMicros: number): Wakefulness {
  if (patienceMicros === 0) return asleep;
  const patienceMillis = patienceMicros / 1000;
  let endedAtMillis = Number.NEGATIVE_INFINITY;
  /** Turns in a row, each soon after the one before it. */
  let quickTurns = 0;
  let isAwake = false;

  function look(): void {
    if (performance.now() - endedAtMillis < patienceMillis) setImmediate(look);
    else isAwake = false;
  }

  return {
    turnBegan() {
      quickTurns = performance.now() - endedAtMillis < patienceMillis ? quickTurns + 1 : 0;
    },
    turnEnded() {
      endedAtMillis = performance.now();
      if (quickTurns < turnsThatPromiseMore || isAwake) return;
      isAwake = true;
      setImmediate(look);
    },
  };
}
