import type { Raw } from './raw.ts';
import type { FrameControls } from './writable.ts';

/** Stable names of the reasons why a packet cannot be encoded. */
export type EncodeErrorCode =
  | 'string-too-long'
  | 'binary-too-long'
  | 'packet-too-long'
  | 'packet-identifier-missing'
  | 'value-out-of-range';

/** The packet does not fit the wire format. `code` is the contract. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  readonly code: EncodeErrorCode;

  constructor(code: EncodeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Fills one pool after another. A packet is written once, from its first field on, with room left for the
 * Fixed Header in front; lengths are put in when they are known. Encoded packets are views of a
 * pool, and a place in a pool is never written twice.
 */
export interface Writer {
  bytes: Buffer;
  /** Where the room of the current packet begins. */
  start: number;
  offset: number;
  /** Where the last packet begins; it ends at `start`. */
  packetStart: number;
  headerRoom: number;
}

/** Where an encoded packet lies: in `bytes`, from `packetStart` to `start`. */
export type EncodedPlace = Readonly<Pick<Writer, 'bytes' | 'packetStart' | 'start'>>;

export function viewOf({ bytes, packetStart, start }: EncodedPlace): Buffer {
  return bytes.subarray(packetStart, start);
}

// Small, because one retained packet keeps its whole pool alive.
const poolBytes = 16_384;
const longestString = 65_535;
const longestRemainingLength = 268_435_455;

export function createWriter(): Writer {
  return { bytes: Buffer.allocUnsafeSlow(poolBytes), start: 0, offset: 0, packetStart: 0, headerRoom: 0 };
}

/** @param roughLength of what will follow the Fixed Header: when it is right, nothing has to be moved */
export function beginPacket(writer: Writer, roughLength: number): void {
  const headerRoom = 1 + sizeOfVariableByteInteger(roughLength);
  writer.headerRoom = headerRoom;
  writer.offset = writer.start;
  reserve(writer, headerRoom);
  writer.offset += headerRoom;
}

/**
 * Puts the Fixed Header in front of what was written.
 *
 * @throws EncodeError if the packet is longer than a Remaining Length can say
 */
export function endPacket(
  writer: Writer,
  typeNumber: number,
  flags: number,
  controls: FrameControls,
): Writer {
  if (controls.trailing !== undefined) writeRaw(writer, controls.trailing);
  if (controls.remainingLength !== undefined || controls.fixedHeaderFlags !== undefined) {
    return endOverridden(writer, typeNumber, flags, controls);
  }
  const remainingLength = writer.offset - writer.start - writer.headerRoom;
  if (remainingLength > longestRemainingLength) {
    throw new EncodeError('packet-too-long', `Remaining Length ${remainingLength} is over 268435455`);
  }
  const headerBytes = 1 + sizeOfVariableByteInteger(remainingLength);
  if (headerBytes !== writer.headerRoom) moveBody(writer, headerBytes);
  const { bytes, start } = writer;
  bytes[start] = (typeNumber << 4) | flags;
  putVariableByteInteger(bytes, start + 1, remainingLength);
  writer.packetStart = start;
  writer.start = writer.offset;
  return writer;
}

/** The Fixed Header takes another room than was left for it. */
function moveBody(writer: Writer, headerBytes: number): void {
  const more = headerBytes - writer.headerRoom;
  if (more > 0) reserve(writer, more);
  const body = writer.start + writer.headerRoom;
  writer.bytes.copyWithin(body + more, body, writer.offset);
  writer.offset += more;
}

function endOverridden(writer: Writer, typeNumber: number, flags: number, controls: FrameControls): Writer {
  const body = writer.bytes.subarray(writer.start + writer.headerRoom, writer.offset);
  const length = controls.remainingLength ?? body.length;
  const lengthBytes = typeof length === 'number' ? encodeVariableByteInteger(length) : length.raw;
  const firstByte = (typeNumber << 4) | ((controls.fixedHeaderFlags ?? flags) & 0x0f);
  const packet = Buffer.concat([Buffer.of(firstByte), lengthBytes, body]);
  writer.offset = writer.start;
  writeBytes(writer, packet);
  writer.packetStart = writer.start;
  writer.start = writer.offset;
  return writer;
}

export function writeByte(writer: Writer, value: number | Raw): void {
  if (typeof value !== 'number') {
    writeRaw(writer, value);
    return;
  }
  reserve(writer, 1);
  writer.bytes[writer.offset] = value;
  writer.offset += 1;
}

export function writeTwoByteInteger(writer: Writer, value: number | Raw): void {
  if (typeof value !== 'number') {
    writeRaw(writer, value);
    return;
  }
  if (value > 0xffff || value < 0) throw outOfRange(value, 'Two Byte Integer');
  reserve(writer, 2);
  const { bytes, offset } = writer;
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
  writer.offset = offset + 2;
}

export function writeFourByteInteger(writer: Writer, value: number | Raw): void {
  if (typeof value !== 'number') {
    writeRaw(writer, value);
    return;
  }
  if (value > 0xffff_ffff || value < 0) throw outOfRange(value, 'Four Byte Integer');
  reserve(writer, 4);
  writer.offset = writer.bytes.writeUInt32BE(value, writer.offset);
}

/** Past the largest value of four bytes it goes on with a fifth, so that a test can send one. */
export function writeVariableByteInteger(writer: Writer, value: number | Raw): void {
  if (typeof value !== 'number') {
    writeRaw(writer, value);
    return;
  }
  reserve(writer, 5);
  writer.offset = putVariableByteInteger(writer.bytes, writer.offset, value);
}

/** A lone surrogate is written as U+FFFD; ill-formed strings need raw bytes. */
export function writeString(writer: Writer, value: string | Raw): void {
  if (typeof value !== 'string') {
    writeRaw(writer, value);
    return;
  }
  const length = value.length;
  reserve(writer, 2 + (length < 1024 ? length * 3 : Buffer.byteLength(value)));
  const { bytes, offset } = writer;
  const start = offset + 2;
  let size = putShortAscii(bytes, start, value);
  if (size !== length) size = bytes.write(value, start);
  if (size > longestString) {
    throw new EncodeError('string-too-long', `A string of ${size} bytes is over 65535 bytes`);
  }
  bytes[offset] = size >>> 8;
  bytes[offset + 1] = size;
  writer.offset = start + size;
}

// Up to this length a loop is faster than the call into the engine.
const shortString = 40;

/** Gives the number of characters that it could write. */
function putShortAscii(bytes: Buffer, start: number, value: string): number {
  const length = value.length;
  if (length > shortString) return -1;
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) return -1;
    bytes[start + index] = code;
  }
  return length;
}

export function writeBinary(writer: Writer, value: Uint8Array | Raw): void {
  if (!(value instanceof Uint8Array)) {
    writeRaw(writer, value);
    return;
  }
  if (value.length > longestString) {
    throw new EncodeError('binary-too-long', `Binary Data of ${value.length} bytes is over 65535 bytes`);
  }
  writeTwoByteInteger(writer, value.length);
  writeBytes(writer, value);
}

export function writeBytes(writer: Writer, value: Uint8Array): void {
  const length = value.length;
  if (length === 0) return;
  reserve(writer, length);
  writer.bytes.set(value, writer.offset);
  writer.offset += length;
}

export function writeRaw(writer: Writer, value: Raw): void {
  writeBytes(writer, value.raw);
}

/** Leaves room for a short length and gives its place, which is relative: a packet can move to another pool. */
export function beginLength(writer: Writer): number {
  reserve(writer, 1);
  writer.offset += 1;
  return writer.offset - writer.start;
}

/**
 * Puts the length of all that was written since `beginLength` in front of it.
 *
 * @param override - a number to say instead, or bytes to write in its place
 */
export function endLength(writer: Writer, place: number, override: number | Raw | undefined): void {
  const length = writer.offset - writer.start - place;
  if (override === undefined && length < 0x80) {
    writer.bytes[writer.start + place - 1] = length;
    return;
  }
  const said = override ?? length;
  const prefix = typeof said === 'number' ? encodeVariableByteInteger(said) : said.raw;
  reserve(writer, prefix.length);
  const start = writer.start + place;
  writer.bytes.copyWithin(start - 1 + prefix.length, start, writer.offset);
  writer.bytes.set(prefix, start - 1);
  writer.offset += prefix.length - 1;
}

function encodeVariableByteInteger(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  return bytes.subarray(0, putVariableByteInteger(bytes, 0, value));
}

function putVariableByteInteger(bytes: Buffer, start: number, value: number): number {
  let rest = value;
  let offset = start;
  while (rest > 0x7f) {
    bytes[offset] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
    offset += 1;
  }
  bytes[offset] = rest;
  return offset + 1;
}

function sizeOfVariableByteInteger(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}

function reserve(writer: Writer, count: number): void {
  if (writer.offset + count > writer.bytes.length) growPool(writer, count);
}

/** Takes a new pool and moves the packet begun into it; doubles, so that a long packet moves seldom. */
function growPool(writer: Writer, count: number): void {
  const written = writer.offset - writer.start;
  const needed = written + count;
  const size = needed <= poolBytes ? poolBytes : Math.max(needed, 2 * written);
  const bytes = Buffer.allocUnsafeSlow(size);
  writer.bytes.copy(bytes, 0, writer.start, writer.offset);
  writer.bytes = bytes;
  writer.start = 0;
  writer.offset = written;
}

function outOfRange(value: number, title: string): EncodeError {
  return new EncodeError('value-out-of-range', `${value} does not fit a ${title}`);
}
