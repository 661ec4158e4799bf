import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteQueue } from './byte-queue.ts';

type Step = { readonly push: number } | { readonly take: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ push: fc.constantFrom(0, 1, 2, 5, 100, 1023, 1024, 5000) }),
  fc.record({ take: fc.constantFrom(1, 2, 3, 50, 1000, 4096, 9000) }),
);

/** The n-th byte of the stream that the test pushes. */
function byteOf(index: number): number {
  return index % 251;
}

function stream(start: number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, at) => byteOf(start + at)));
}

/** Where the queue first differs from the stream, if it does. */
function firstFault(steps: readonly Step[]): string | undefined {
  const queue = new ByteQueue();
  let pushed = 0;
  let taken = 0;
  for (const one of steps) {
    if ('push' in one) {
      queue.push(stream(pushed, one.push));
      pushed += one.push;
    } else if (one.take <= queue.length) {
      if (queue.byteAt(one.take - 1) !== byteOf(taken + one.take - 1))
        return `peek at ${taken + one.take - 1}`;
      if (!queue.take(one.take).equals(stream(taken, one.take))) return `take at ${taken}`;
      taken += one.take;
    }
    if (queue.length !== pushed - taken) return `length ${queue.length} at ${taken}`;
  }
  return undefined;
}

describe('a byte queue', () => {
  it('gives the bytes in their order, however they are pushed and taken', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        expect(firstFault(steps)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('gives a whole chunk back as it came', () => {
    const queue = new ByteQueue();
    const chunk = Buffer.from('abc');
    queue.push(chunk);
    expect(queue.take(3)).toBe(chunk);
    expect(queue.length).toBe(0);
  });

  it('is never written into once taken', () => {
    const queue = new ByteQueue();
    for (let count = 0; count < 20; count += 1) queue.push(Uint8Array.of(count));
    const first = queue.take(15);
    const copy = Buffer.from(first);
    for (let count = 0; count < 50; count += 1) queue.push(Uint8Array.of(99));
    queue.take(40);
    expect(Buffer.compare(first, copy)).toBe(0);
  });
});
