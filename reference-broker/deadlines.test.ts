import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../src/transport/clock.ts';
import { createDeadlines, type Due } from './deadlines.ts';

function fail(error: unknown): never {
  throw error;
}

function dueThat(act: () => void): Due {
  return { dueAtMillis: 0, heapIndex: -1, onDue: act };
}

describe('deadlines', () => {
  test('fire in the order of their times, whatever the order in which they were set, moved and dropped', () => {
    const step = fc.record({
      which: fc.nat(9),
      atMillis: fc.integer({ min: 1, max: 100 }),
      drop: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = createFakeClock(0);
        const deadlines = createDeadlines(clock, fail);
        const fired: (readonly [which: number, atMillis: number])[] = [];
        const dues = Array.from({ length: 10 }, (_, which) =>
          dueThat(() => fired.push([which, clock.nowMs()])),
        );
        const expected = new Map<number, number>();
        for (const { which, atMillis, drop } of steps) {
          const due = dues[which];
          if (due === undefined) continue;
          if (drop) deadlines.drop(due);
          else deadlines.set(due, atMillis);
          if (drop) expected.delete(which);
          else expected.set(which, atMillis);
        }
        clock.advance(100);
        expect(fired.map(([, atMillis]) => atMillis)).toEqual(
          [...expected.values()].toSorted((a, b) => a - b),
        );
        expect(new Map(fired)).toEqual(expected);
        expect(clock.pendingTimers()).toBe(0);
      }),
    );
  });

  test('one that is set again while it fires comes again', () => {
    const clock = createFakeClock(0);
    const deadlines = createDeadlines(clock, fail);
    const times: number[] = [];
    const due = dueThat(() => {
      times.push(clock.nowMs());
      if (times.length < 3) deadlines.set(due, clock.nowMs() + 10);
    });
    deadlines.set(due, 5);
    clock.advance(100);
    expect(times).toEqual([5, 15, 25]);
  });

  test('all of them share one timer', () => {
    const clock = createFakeClock(0);
    const deadlines = createDeadlines(clock, fail);
    for (let at = 1; at <= 100; at += 1)
      deadlines.set(
        dueThat(() => undefined),
        at,
      );
    expect(clock.pendingTimers()).toBe(1);
  });

  test('one that fails is reported, and the others come all the same', () => {
    const clock = createFakeClock(0);
    const errors: unknown[] = [];
    const deadlines = createDeadlines(clock, (error) => errors.push(error));
    let came = false;
    deadlines.set(
      dueThat(() => fail('broken')),
      1,
    );
    deadlines.set(
      dueThat(() => {
        came = true;
      }),
      2,
    );
    clock.advance(5);
    expect(errors).toEqual(['broken']);
    expect(came).toBe(true);
  });
});
