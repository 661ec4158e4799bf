import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sender } from '../generator/sender.ts';
import { createDueSenders } from './due-senders.ts';

interface Sent {
  readonly name: number;
  readonly dueMicros: number;
}

/** A sender that sends whatever is due, of a list of times; it may be blocked instead. */
function fakeSender(name: number, dues: readonly number[], sent: Sent[]) {
  const left = [...dues];
  let blocked = false;
  const fake = {
    get nextDueMicros() {
      return blocked ? Number.POSITIVE_INFINITY : (left[0] ?? Number.POSITIVE_INFINITY);
    },
    get isBlocked() {
      return blocked;
    },
    set isBlocked(next: boolean) {
      blocked = next;
    },
    pump(now: number): 'sent' | 'nothing' {
      const before = sent.length;
      while (!blocked && (left[0] ?? Number.POSITIVE_INFINITY) <= now)
        sent.push({ name, dueMicros: left.shift() as number });
      return sent.length > before ? 'sent' : 'nothing';
    },
  };
  return fake as unknown as Sender & { isBlocked: boolean };
}

const anyDues = fc.array(fc.nat(1000), { maxLength: 20 }).map((times) => times.sort((a, b) => a - b));
const anyTicks = fc.array(fc.nat(1100), { maxLength: 30 }).map((times) => times.sort((a, b) => a - b));

test('at each tick all that is due is sent, and the earliest of the rest is known', () => {
  fc.assert(
    fc.property(fc.array(anyDues, { maxLength: 12 }), anyTicks, (duesOf, ticks) => {
      const sent: Sent[] = [];
      const due = createDueSenders();
      for (const [name, dues] of duesOf.entries()) due.add(fakeSender(name, dues, sent));
      const all = duesOf.flat().sort((a, b) => a - b);
      for (const now of ticks) {
        const before = sent.length;
        const outcome = due.pump(now);
        expect(outcome).toBe(sent.length > before ? 'sent' : 'nothing');
        expect(sent.map(({ dueMicros }) => dueMicros).sort((a, b) => a - b)).toEqual(
          all.filter((time) => time <= now),
        );
        expect(due.earliestMicros).toBe(all.find((time) => time > now) ?? Number.POSITIVE_INFINITY);
      }
      for (const [name, dues] of duesOf.entries()) {
        const last = ticks.at(-1) ?? -1;
        expect(sent.filter((one) => one.name === name).map(({ dueMicros }) => dueMicros)).toEqual(
          dues.filter((time) => time <= last),
        );
      }
    }),
  );
});

test('messages of several senders leave in the order in which they are due', () => {
  const sent: Sent[] = [];
  const due = createDueSenders();
  due.add(fakeSender(0, [5, 15, 25], sent));
  due.add(fakeSender(1, [1, 11, 21], sent));
  due.add(fakeSender(2, [3, 13, 23], sent));
  for (let now = 0; now <= 30; now += 1) due.pump(now);
  expect(sent.map(({ dueMicros }) => dueMicros)).toEqual([1, 3, 5, 11, 13, 15, 21, 23, 25]);
});

test('a sender that is blocked is nobody’s next, until it is added again', () => {
  const sent: Sent[] = [];
  const due = createDueSenders();
  const held = fakeSender(0, [1, 2, 3], sent);
  due.add(held);
  due.add(fakeSender(1, [10], sent));
  held.isBlocked = true;
  expect(due.pump(5)).toBe('nothing');
  expect(due.earliestMicros).toBe(10);
  held.isBlocked = false;
  due.add(held);
  expect(due.earliestMicros).toBe(1);
  expect(due.pump(5)).toBe('sent');
  expect(sent).toHaveLength(3);
});

test('who has nothing to send is not kept', () => {
  const due = createDueSenders();
  due.add(fakeSender(0, [], []));
  expect(due.earliestMicros).toBe(Number.POSITIVE_INFINITY);
  expect(due.pump(Number.MAX_VALUE)).toBe('nothing');
});
