import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';

type Mutation = (frame: Buffer, other: Uint8Array, random: Random) => Buffer;

/** A place for each byte, and one after the last. */
const place = (frame: Uint8Array, random: Random): number => drawIndex(random, frame.length + 1);

function flipBit(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const at = drawIndex(random, frame.length);
  frame[at] = (frame[at] ?? 0) ^ (1 << drawIndex(random, 8));
  return frame;
}

function setByte(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const treacherous = [0, 1, 0x7f, 0x80, 0xff];
  const value = random() < 0.5 ? treacherous[drawIndex(random, treacherous.length)] : drawIndex(random, 256);
  frame[drawIndex(random, frame.length)] = value ?? 0;
  return frame;
}

function truncate(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  return frame.subarray(0, 1 + drawIndex(random, frame.length));
}

/** The body cut, and a Remaining Length that says so. */
function shorten(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const body = bodyOf(frame);
  return framed(frame[0] ?? 0, body.subarray(0, place(body, random)));
}

/** A part twice, and a Remaining Length that says so. */
function duplicatePart(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const body = bodyOf(frame);
  const from = place(body, random);
  const to = Math.min(body.length, from + 1 + drawIndex(random, 16));
  return framed(
    frame[0] ?? 0,
    Buffer.concat([body.subarray(0, to), body.subarray(from, to), body.subarray(to)]),
  );
}

/** The head of one frame and the tail of another. */
function splice(frame: Buffer, other: Uint8Array, random: Random): Buffer {
  return Buffer.concat([frame.subarray(0, place(frame, random)), other.subarray(place(other, random))]);
}

/** The first byte of one frame and the body of another. */
function changeType(frame: Buffer, other: Uint8Array): Buffer {
  return framed(other[0] ?? 0, bodyOf(frame));
}

/** A Remaining Length that is off by a few, or by far. */
function lieAboutLength(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const body = bodyOf(frame);
  const lie = random() < 0.8 ? body.length + drawIndex(random, 9) - 4 : drawIndex(random, 2 ** 28);
  return Buffer.concat([frame.subarray(0, 1), lengthBytes(Math.max(0, lie)), body]);
}

function insert(frame: Buffer, _: Uint8Array, random: Random): Buffer {
  const at = place(frame, random);
  const inserted = Buffer.from(
    Array.from({ length: 1 + drawIndex(random, 4) }, () => drawIndex(random, 256)),
  );
  return Buffer.concat([frame.subarray(0, at), inserted, frame.subarray(at)]);
}

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  truncate,
  shorten,
  duplicatePart,
  splice,
  changeType,
  lieAboutLength,
  insert,
];

/** A copy of a frame, changed once or twice. `other` lends its parts. */
export function mutated(frame: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const times = random() < 0.8 ? 1 : 2;
  let result = Buffer.from(frame);
  for (let time = 0; time < times && result.length > 0; time += 1) {
    const mutation = mutations[drawIndex(random, mutations.length)] as Mutation;
    result = mutation(result, other, random) as Buffer<ArrayBuffer>;
  }
  return result;
}

function bodyOf(frame: Buffer): Buffer {
  let at = 1;
  while (at < 5 && (frame[at] ?? 0) >= 0x80) at += 1;
  return frame.subarray(at + 1);
}

function framed(firstByte: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([firstByte]), lengthBytes(body.length), body]);
}

function lengthBytes(length: number): Buffer {
  const bytes: number[] = [];
  let left = length;
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.from(bytes);
}
