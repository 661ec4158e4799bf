import type { Clock, Timer } from '../src/transport/clock.ts';

/** Something that is due at a time. One of them has one place in one heap. */
export interface Due {
  dueAtMillis: number;
  /** Its place in the heap; -1 while it is in none. */
  heapIndex: number;
  onDue(): void;
}

/**
 * The deadlines of all connections under one timer of the clock. A timer for each would be a tenth of the memory of an
 * idle client, and nearly all are moved or dropped before they are due.
 */
export interface Deadlines {
  /** Sets it, or moves it. */
  set(due: Due, atMillis: number): void;
  drop(due: Due): void;
}

/** A binary heap with the earliest first; equal ones in no order. */
export function createDeadlines(clock: Clock, onError: (error: unknown) => void): Deadlines {
  const heap: Due[] = [];
  let timer: Timer | undefined;
  let timerAtMillis = Number.POSITIVE_INFINITY;

  function put(due: Due, index: number): void {
    heap[index] = due;
    due.heapIndex = index;
  }

  function siftUp(due: Due, from: number): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.dueAtMillis <= due.dueAtMillis) break;
      put(parent, index);
      index = above;
    }
    put(due, index);
  }

  function siftDown(due: Due, from: number): void {
    let index = from;
    for (;;) {
      const child = earlierChild(index);
      if (child === undefined || child.dueAtMillis >= due.dueAtMillis) break;
      const below = child.heapIndex;
      put(child, index);
      index = below;
    }
    put(due, index);
  }

  function earlierChild(index: number): Due | undefined {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (left === undefined || right === undefined) return left;
    return right.dueAtMillis < left.dueAtMillis ? right : left;
  }

  function remove(due: Due): void {
    const index = due.heapIndex;
    const last = heap.pop();
    due.heapIndex = -1;
    if (last === undefined || last === due) return;
    siftUp(last, index);
    siftDown(last, last.heapIndex);
  }

  /** Sets the timer for the earliest, when that has become another time. A timer that is too early looks again. */
  function arm(): void {
    const [earliest] = heap;
    if (earliest === undefined) {
      timer?.cancel();
      timer = undefined;
      timerAtMillis = Number.POSITIVE_INFINITY;
      return;
    }
    if (earliest.dueAtMillis >= timerAtMillis) return;
    timer?.cancel();
    timerAtMillis = earliest.dueAtMillis;
    timer = clock.setTimer(timerAtMillis - clock.nowMs(), fire);
  }

  function fire(): void {
    timer = undefined;
    timerAtMillis = Number.POSITIVE_INFINITY;
    const now = clock.nowMs();
    for (let [earliest] = heap; earliest !== undefined && earliest.dueAtMillis <= now; [earliest] = heap) {
      remove(earliest);
      try {
        earliest.onDue();
      } catch (error) {
        // The others are due all the same.
        onError(error);
      }
    }
    arm();
  }

  return {
    set(due, atMillis) {
      if (due.heapIndex >= 0) remove(due);
      due.dueAtMillis = atMillis;
      siftUp(due, heap.length);
      arm();
    },
    drop(due) {
      if (due.heapIndex >= 0) remove(due);
      arm();
    },
  };
}
