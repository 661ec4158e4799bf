import type { Clock } from '../src/transport/clock.ts';

/** Something whose bytes wait for the end of the turn. */
export interface Flushable {
  flush(): void;
}

/**
 * Decides when the bytes that wait for the clients are written: once for each connection, whatever a turn brought.
 *
 * A turn handles what one read of one connection brought. The first one of a round of the event loop is written at its
 * end, since nothing else may come and somebody waits for it. Those that follow in the same round wait for its end
 * together, so that a subscriber of a hundred publishers gets one write and not a hundred.
 */
export interface Outbox {
  /** It has bytes, for the first time since its last flush. */
  add(waiting: Flushable): void;
  beginTurn(): void;
  endTurn(): void;
}

/** However many connections a round has to read, nobody waits longer than this for what was made for it. */
const longestWaitMillis = 2;

export function createOutbox(clock: Clock): Outbox {
  let waiting: Flushable[] = [];
  let isInTurn = false;
  let isRoundOpen = false;
  let waitsSinceMillis = 0;

  function flush(): void {
    // Nothing that is flushed adds to the outbox, save for one that closes and so lets others hear of it.
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      for (const writer of batch) writer.flush();
    }
  }

  function endRound(): void {
    isRoundOpen = false;
    flush();
  }

  return {
    add(writer) {
      waiting.push(writer);
      // Outside of a turn a timer or a stream that drained has brought it.
      if (waiting.length > 1) return;
      waitsSinceMillis = clock.nowMs();
      if (!isInTurn) queueMicrotask(flush);
    },
    beginTurn() {
      isInTurn = true;
    },
    endTurn() {
      isInTurn = false;
      if (waiting.length === 0) return;
      if (isRoundOpen && clock.nowMs() - waitsSinceMillis < longestWaitMillis) return;
      flush();
      if (isRoundOpen) return;
      isRoundOpen = true;
      setImmediate(endRound);
    },
  };
}
