import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { PacketType } from './packet.ts';
import { findUtf8Error } from './utf8.ts';
import { type Violation, type ViolationCode, violationOf } from './violation.ts';
import { type Statements } from './violation-table.ts';

/** The side that decodes: it receives what the other side may send. */
export type Receiver = 'client' | 'server';

/**
 * A cursor over one packet. The first failure sticks: it is kept in `violation`, the cursor jumps to the
 * end, and every later read gives an empty value. So a parser needs no exit after each read, its loops
 * end by themselves, and what it returns after a failure is thrown away.
 */
export interface Reader {
  readonly receiver: Receiver;
  version: ProtocolVersion;
  /** The version of the CONNECT being read, once its name and level are known to be good. */
  acceptedVersion: ProtocolVersion | undefined;
  packetType: PacketType;
  bytes: Buffer;
  offset: number;
  /** Where reading has to stop now: at the end of the properties or of the packet. */
  end: number;
  isInProperties: boolean;
  packetEnd: number;
  violation: Violation | undefined;
}

/** What a field is called, and the statements that its absence and its flaws break. */
export interface Field {
  readonly title: string;
  readonly truncated: Statements;
  /** For strings: statements more specific than those of UTF-8 in general. */
  readonly illFormed?: Statements;
  readonly nullCharacter?: Statements;
}

const nothing = Buffer.alloc(0);

export function createReader(receiver: Receiver): Reader {
  return {
    receiver,
    version: '3.1.1',
    acceptedVersion: undefined,
    packetType: 'connect',
    bytes: nothing,
    offset: 0,
    end: 0,
    isInProperties: false,
    packetEnd: 0,
    violation: undefined,
  };
}

/** Notes the first violation and ends the input. */
export function fail(reader: Reader, code: ViolationCode, detail: string, specific?: Statements): void {
  reader.violation ??= violationOf(
    code,
    reader.version,
    `${reader.packetType.toUpperCase()}: ${detail}`,
    specific,
  );
  reader.offset = reader.packetEnd;
  reader.end = reader.packetEnd;
}

export function readByte(reader: Reader, field: Field): number {
  const offset = reader.offset;
  if (offset >= reader.end) {
    failTruncated(reader, field);
    return 0;
  }
  reader.offset = offset + 1;
  return reader.bytes[offset] as number;
}

export function readTwoByteInteger(reader: Reader, field: Field): number {
  const offset = reader.offset;
  if (offset + 2 > reader.end) {
    failTruncated(reader, field);
    return 0;
  }
  reader.offset = offset + 2;
  return ((reader.bytes[offset] as number) << 8) | (reader.bytes[offset + 1] as number);
}

export function readFourByteInteger(reader: Reader, field: Field): number {
  const offset = reader.offset;
  if (offset + 4 > reader.end) {
    failTruncated(reader, field);
    return 0;
  }
  reader.offset = offset + 4;
  return reader.bytes.readUInt32BE(offset);
}

/** A Variable Byte Integer of 5.0: one to four bytes, as few as the value needs. (5.0 section 1.5.5) */
export function readVariableByteInteger(reader: Reader, field: Field): number {
  let value = 0;
  for (let size = 1; size <= 4; size += 1) {
    if (reader.offset >= reader.end) {
      failTruncated(reader, field);
      return 0;
    }
    const byte = reader.bytes[reader.offset] as number;
    reader.offset += 1;
    value += (byte & 0x7f) * 128 ** (size - 1);
    if (byte < 0x80) {
      // [5.0/MQTT-1.5.5-1]
      if (byte === 0 && size > 1) {
        fail(reader, 'variable-byte-integer-not-minimal', `${field.title} takes ${size} bytes for ${value}`);
      }
      return value;
    }
  }
  // [5.0/U-1.5.5-1]
  fail(reader, 'variable-byte-integer-too-long', `${field.title} takes more than 4 bytes`);
  return 0;
}

/** Binary Data: a view of the packet, not a copy. (5.0 section 1.5.6) */
export function readBinary(reader: Reader, field: Field): Uint8Array {
  const length = readTwoByteInteger(reader, field);
  const start = reader.offset;
  if (start + length > reader.end) {
    failTruncated(reader, field);
    return nothing;
  }
  reader.offset = start + length;
  return reader.bytes.subarray(start, reader.offset);
}

/** A UTF-8 Encoded String. A leading U+FEFF stays. (3.1.1 section 1.5.3, 5.0 section 1.5.4) */
export function readString(reader: Reader, field: Field): string {
  const length = readTwoByteInteger(reader, field);
  const start = reader.offset;
  const end = start + length;
  if (end > reader.end) {
    failTruncated(reader, field);
    return '';
  }
  reader.offset = end;
  const bytes = reader.bytes;
  let seen = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0) return failString(reader, field, start, end);
    seen |= byte;
  }
  if (seen < 0x80) return bytes.toString('latin1', start, end);
  // [3.1.1/MQTT-1.5.3-3] [5.0/MQTT-1.5.4-3]: this decoder keeps a byte order mark, TextDecoder would not.
  if (findUtf8Error(bytes, start, end) === undefined) return bytes.toString('utf8', start, end);
  return failString(reader, field, start, end);
}

function failString(reader: Reader, field: Field, start: number, end: number): string {
  const flaw = findUtf8Error(reader.bytes, start, end);
  if (flaw === undefined) {
    // [3.1.1/MQTT-1.5.3-2] [5.0/MQTT-1.5.4-2]
    const at = reader.bytes.indexOf(0, start) - start;
    fail(reader, 'utf8-null-character', `${field.title} holds U+0000 at byte ${at}`, field.nullCharacter);
    return '';
  }
  // [3.1.1/MQTT-1.5.3-1] [5.0/MQTT-1.5.4-1]
  fail(
    reader,
    'utf8-ill-formed',
    `${field.title} is not UTF-8: ${flaw.reason} at byte ${flaw.at - start}`,
    field.illFormed,
  );
  return '';
}

function failTruncated(reader: Reader, field: Field): void {
  if (reader.isInProperties) {
    // [5.0/U-2.2.2.1-1]
    fail(reader, 'property-length-wrong', `the Property Length ends inside ${field.title}`);
    return;
  }
  fail(
    reader,
    'packet-truncated',
    `${field.title} is missing or runs past the end of the packet`,
    field.truncated,
  );
}
