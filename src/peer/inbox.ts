import type { Packet } from '../packet/index.ts';
import type { StreamEnd } from '../transport/index.ts';

/** What a wait ended with. */
export type Taken<T> =
  | { readonly kind: 'taken'; readonly value: T }
  | { readonly kind: 'ended'; readonly end: StreamEnd }
  | { readonly kind: 'late' };

/** Packets received and not yet asked for, and those who wait for one. */
export interface Inbox {
  /** Packets that nobody asked for so far, oldest first. */
  readonly waiting: readonly Packet[];
  readonly end: StreamEnd | undefined;
  put(packet: Packet): void;
  finish(end: StreamEnd): void;
  /** Takes the oldest packet that `pick` accepts, leaving the others where they are. */
  take<T extends Packet>(pick: (packet: Packet) => packet is T, withinMs: number): Promise<Taken<T>>;
  /** Waits for the end of the stream. */
  ended(withinMs: number): Promise<StreamEnd | undefined>;
}

interface Waiter {
  offer(packet: Packet): boolean;
  finish(end: StreamEnd): void;
}

export function createInbox(): Inbox {
  const waiting: Packet[] = [];
  const waiters = new Set<Waiter>();
  let end: StreamEnd | undefined;

  function takeNow<T extends Packet>(pick: (packet: Packet) => packet is T): T | undefined {
    const index = waiting.findIndex(pick);
    if (index < 0) return undefined;
    const [packet] = waiting.splice(index, 1);
    return packet as T;
  }

  function wait<R>(withinMs: number, late: R, waiterOf: (settle: (result: R) => void) => Waiter): Promise<R> {
    return new Promise((resolve) => {
      const settle = (result: R) => {
        clearTimeout(timer);
        waiters.delete(waiter);
        resolve(result);
      };
      const timer = setTimeout(() => settle(late), withinMs);
      const waiter = waiterOf(settle);
      waiters.add(waiter);
    });
  }

  return {
    waiting,
    get end() {
      return end;
    },
    put(packet) {
      for (const waiter of waiters) if (waiter.offer(packet)) return;
      waiting.push(packet);
    },
    finish(streamEnd) {
      if (end !== undefined) return;
      end = streamEnd;
      for (const waiter of waiters) waiter.finish(streamEnd);
    },
    async take<T extends Packet>(pick: (packet: Packet) => packet is T, withinMs: number) {
      const value = takeNow(pick);
      if (value !== undefined) return { kind: 'taken', value };
      if (end !== undefined) return { kind: 'ended', end };
      return wait<Taken<T>>(withinMs, { kind: 'late' }, (settle) => ({
        offer(packet) {
          if (!pick(packet)) return false;
          settle({ kind: 'taken', value: packet });
          return true;
        },
        finish: (streamEnd) => settle({ kind: 'ended', end: streamEnd }),
      }));
    },
    async ended(withinMs) {
      if (end !== undefined) return end;
      return wait<StreamEnd | undefined>(withinMs, undefined, (settle) => ({
        offer: () => false,
        finish: (streamEnd) => settle(streamEnd),
      }));
    },
  };
}
