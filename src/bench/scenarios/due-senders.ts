import type { Sender } from '../generator/sender.ts';

/** Senders by the time of their next message, the earliest first: a binary heap. */
export interface DueSenders {
  readonly earliestMicros: number;
  add(sender: Sender): void;
  /** Lets each sender whose message is due send it. */
  pump(now: number): 'sent' | 'nothing';
}

export function createDueSenders(): DueSenders {
  const heap: Sender[] = [];
  /** The times that the heap is ordered by; a sender's own may have moved on since. */
  const times: number[] = [];

  function add(sender: Sender): void {
    const due = sender.nextDueMicros;
    if (due === Number.POSITIVE_INFINITY) return;
    let at = heap.length;
    heap.push(sender);
    times.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((times[parent] as number) <= due) break;
      place(at, heap[parent] as Sender, times[parent] as number);
      at = parent;
    }
    place(at, sender, due);
  }

  function place(at: number, sender: Sender, due: number): void {
    heap[at] = sender;
    times[at] = due;
  }

  /** Puts a sender into the root's place and lets it sink. */
  function sink(sender: Sender, due: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (times[child + 1] as number) < (times[child] as number)) child += 1;
      if ((times[child] as number) >= due) break;
      place(at, heap[child] as Sender, times[child] as number);
      at = child;
    }
    place(at, sender, due);
  }

  function removeRoot(): void {
    const last = heap.pop() as Sender;
    const due = times.pop() as number;
    if (heap.length > 0) sink(last, due);
  }

  return {
    get earliestMicros() {
      return times[0] ?? Number.POSITIVE_INFINITY;
    },
    add,
    pump(now) {
      let outcome: 'sent' | 'nothing' = 'nothing';
      while ((times[0] ?? Number.POSITIVE_INFINITY) <= now) {
        const sender = heap[0] as Sender;
        if (sender.pump(now) === 'sent') outcome = 'sent';
        const due = sender.nextDueMicros;
        // Blocked or at its end: whoever unblocks it adds it again.
        if (due === Number.POSITIVE_INFINITY) removeRoot();
        else sink(sender, due);
      }
      return outcome;
    },
  };
}
