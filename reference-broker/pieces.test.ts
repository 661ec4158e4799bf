import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EncodedPlace } from '../src/packet/writer.ts';
import { Pieces } from './pieces.ts';

const memoryBytes = 6_000;

/** Memory in which each byte says where it is, as far as a byte can. */
function memoryFilledFrom(first: number): ArrayBuffer {
  const bytes = new Uint8Array(memoryBytes);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (first + at * 7) & 0xff;
  return bytes.buffer;
}

const memories = [memoryFilledFrom(0), memoryFilledFrom(1), memoryFilledFrom(2)] as const;

/** A pool as an encoder has it: it does not begin where its memory begins. */
function placeIn(memory: ArrayBuffer, start: number, end: number): EncodedPlace {
  const pool = Buffer.from(memory, Math.min(start, 16));
  const packetStart = start - pool.byteOffset;
  return { bytes: pool, packetStart, start: packetStart + end - start };
}

interface Addition {
  readonly as: 'view' | 'place';
  readonly memory: ArrayBuffer;
  readonly start: number;
  readonly end: number;
}

const addition: fc.Arbitrary<Addition> = fc
  .record({
    as: fc.constantFrom('view' as const, 'place' as const),
    memory: fc.constantFrom(...memories),
    start: fc.oneof(fc.constant(0), fc.nat(memoryBytes)),
    bytes: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(memoryBytes)),
  })
  .map(({ bytes, ...where }) => ({ ...where, end: Math.min(memoryBytes, where.start + bytes) }));

/** Some go on where the one before ended. */
const additions = fc.array(fc.tuple(addition, fc.boolean()), { maxLength: 12 }).map((drawn) => {
  const all: Addition[] = [];
  for (const [one, isAdjacent] of drawn) {
    const before = all.at(-1);
    if (before === undefined || !isAdjacent) all.push(one);
    else all.push({ ...one, memory: before.memory, start: before.end, end: Math.max(before.end, one.end) });
  }
  return all;
});

function add(pieces: Pieces, { as, memory, start, end }: Addition): void {
  if (as === 'place') pieces.addPlace(placeIn(memory, start, end));
  else pieces.add(new Uint8Array(memory, start, end - start));
}

const viewsOf = (all: readonly Addition[]): Uint8Array[] =>
  all.map(({ memory, start, end }) => new Uint8Array(memory, start, end - start));

describe('Pieces', () => {
  test('what is taken is what was added, in its order, and then nothing is left', () => {
    const pieces = new Pieces();
    fc.assert(
      // The same object for all rounds: what a round leaves behind would show in the next.
      fc.property(additions, (all) => {
        for (const one of all) add(pieces, one);
        const added = Buffer.concat(viewsOf(all));
        expect(pieces.bytes).toBe(added.length);
        expect(Buffer.concat(pieces.take()).equals(added)).toBe(true);
        expect(pieces.bytes).toBe(0);
        expect(pieces.take()).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('no two small ones are neighbours', () => {
    fc.assert(
      fc.property(additions, (all) => {
        const pieces = new Pieces();
        for (const one of all) add(pieces, one);
        const lengths = pieces.take().map(({ length }) => length);
        const largerOfTwo = lengths.slice(1).map((length, index) => Math.max(length, lengths[index] ?? 0));
        expect(largerOfTwo.filter((length) => length < 2_048)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('views that lie side by side are one piece of their own memory', () => {
    const [memory] = memories;
    const pieces = new Pieces();
    for (const [start, end] of [
      [10, 20],
      [20, 20],
      [20, 3_000],
      [3_000, 3_001],
    ] as const)
      pieces.add(new Uint8Array(memory, start, end - start));
    pieces.addPlace(placeIn(memory, 3_001, 5_000));
    const taken = pieces.take();
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ buffer: memory, byteOffset: 10, length: 4_990 });
  });

  test.each([
    ['a gap', memories[0], 21],
    ['an overlap', memories[0], 19],
    ['the same place in other memory', memories[1], 20],
  ])('%s begins a new piece', (_, memory, start) => {
    const pieces = new Pieces();
    pieces.add(new Uint8Array(memories[0], 10, 10));
    const large = new Uint8Array(memory, start, 3_000);
    pieces.add(large);
    const taken = pieces.take();
    expect(taken.map(({ length }) => length)).toEqual([10, 3_000]);
    expect(taken[1]).toMatchObject({ buffer: memory, byteOffset: start });
  });

  test('small ones between large ones are joined, and the large ones are not copied', () => {
    const [one, two, three] = memories;
    const pieces = new Pieces();
    const lengths = [5, 6, 2_048, 7, 2_047, 8, 2_049];
    for (const [index, length] of lengths.entries())
      pieces.add(new Uint8Array([one, two, three][index % 3] ?? one, index * 100, length));
    const taken = pieces.take();
    expect(taken.map(({ length }) => length)).toEqual([11, 2_048, 7 + 2_047 + 8, 2_049]);
    expect(taken[1]?.buffer).toBe(three);
    expect(taken[3]?.buffer).toBe(one);
  });

  test('what is taken does not grow with what is added later', () => {
    const [memory] = memories;
    const pieces = new Pieces();
    pieces.add(new Uint8Array(memory, 0, 10));
    const before = pieces.take();
    pieces.add(new Uint8Array(memory, 10, 10));
    expect(before[0]).toHaveLength(10);
    expect(pieces.take()[0]).toMatchObject({ byteOffset: 10, length: 10 });
  });
});
