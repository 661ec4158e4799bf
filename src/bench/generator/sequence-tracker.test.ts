import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrival, createSequenceTracker } from './sequence-tracker.ts';

/** The same in plain words. */
function modelOf() {
  const seen = new Set<number>();
  let highest = -1;
  return (sequence: number): Arrival => {
    if (seen.has(sequence)) return 'duplicate';
    seen.add(sequence);
    if (sequence < highest) return 'late';
    highest = sequence;
    return 'new';
  };
}

function arrivals(sequences: readonly number[]): readonly Arrival[] {
  const tracker = createSequenceTracker();
  return sequences.map((sequence) => tracker.accept(sequence));
}

function modelArrivals(sequences: readonly number[]): readonly Arrival[] {
  return sequences.map(modelOf());
}

/** Mostly in order, as messages come: steps forward, gaps, steps back. */
const mostlyInOrder = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: -70, max: 70 })), {
    maxLength: 400,
  })
  .map((steps) => {
    let at = 0;
    return steps.map((step) => (at = Math.max(0, at + step)));
  });

test('any order of any messages is told apart as a set of them would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 400 }), (sequences) => {
      expect(arrivals(sequences)).toEqual(modelArrivals(sequences));
    }),
    { numRuns: 300 },
  );
});

test('messages that come nearly in order are told apart as a set of them would', () => {
  fc.assert(
    fc.property(fc.nat(3000), mostlyInOrder, (from, sequences) => {
      // A long run in order before the first gap: nothing was kept of it.
      const inOrder = Array.from({ length: from }, (_, sequence) => sequence);
      const all = [...inOrder, ...sequences.map((sequence) => sequence + Math.max(0, from - 60))];
      expect(arrivals(all)).toEqual(modelArrivals(all));
    }),
    { numRuns: 300 },
  );
});

test.each([0, 1, 31, 32, 33, 63, 64, 65, 2047, 2048])('a gap behind %i messages in order', (count) => {
  const inOrder = Array.from({ length: count }, (_, sequence) => sequence);
  const behind = [count + 1, count, count + 1, count];
  const again = count === 0 ? [] : [count - 1, 0];
  const all = [
    ...inOrder,
    ...behind,
    ...again,
    count + 2,
    count + 100,
    count + 99,
    count + 100_000,
    count + 98,
  ];
  expect(arrivals(all)).toEqual(modelArrivals(all));
});

test('it keeps no more than one bit for each message up to the highest', () => {
  const tracker = createSequenceTracker();
  const before = process.memoryUsage().arrayBuffers;
  // A gap right away, then 10 million messages: about 1 MB of bits, twice as much for growth.
  tracker.accept(1);
  tracker.accept(10_000_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
  expect(tracker.accept(0)).toBe('late');
  expect(tracker.accept(9_999_999)).toBe('late');
  expect(tracker.accept(9_999_999)).toBe('duplicate');
});
