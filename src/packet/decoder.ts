import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Packet } from './packet.ts';
import { parsePacket } from './parse-packet.ts';
import { createReader, type Reader, type Receiver } from './reader.ts';
import { type Violation, type ViolationCode, violationOf } from './violation.ts';
import { type Statements } from './violation-table.ts';

export interface DecoderOptions {
  /** The side that decodes. It refuses what only that side may send. */
  readonly receiver: Receiver;
  /** A client knows it; a server learns it from the CONNECT that it decodes. */
  readonly version?: ProtocolVersion;
  /** Of a whole packet, Fixed Header included. Default: as large as a packet can be, 268435460. */
  readonly maximumPacketSizeBytes?: number;
}

/** A packet, or the reason why there is none. */
export type Decoded = DecodedPacket | DecodedViolation;

export interface DecodedPacket {
  readonly kind: 'packet';
  readonly packet: Packet;
  /** The whole packet as it came. */
  readonly bytes: Uint8Array;
}

export interface DecodedViolation {
  readonly kind: 'violation';
  readonly violation: Violation;
  /** The whole packet as it came; of a fatal violation, what came of it. */
  readonly bytes: Uint8Array;
  /** The version by which it was judged: before CONNECT is understood, the one that it seems to mean. */
  readonly version: ProtocolVersion;
  /** The end of the packet is unknown or too far: the decoder gives nothing more. */
  readonly fatal: boolean;
}

export interface Decoder {
  /** Takes bytes cut at any place. The chunk belongs to the decoder from now on: packets are views of it. */
  push(chunk: Uint8Array): void;
  /** The next packet or violation, or nothing until more bytes come. */
  next(): Decoded | undefined;
  /** Bytes pushed that no packet has used yet. */
  readonly pendingBytes: number;
  readonly version: ProtocolVersion | undefined;
}

const largestPacketBytes = 268_435_460;
const connectNumber = 1;

/** A cursor is used for one packet at a time, so the connections of a side share it. */
const readers: Readonly<Record<Receiver, Reader>> = {
  client: createReader('client'),
  server: createReader('server'),
};

/**
 * Makes a strict decoder of the packets of one connection: it gives what the standard allows this receiver
 * to get, and names the violation of all else. Rules that need to know earlier packets are not its own.
 * It holds no more than the bytes of one packet within the maximum, and what was pushed after them.
 */
export function createDecoder(options: DecoderOptions): Decoder {
  return new QueueDecoder(options);
}

/** A class, because each connection has one. */
class QueueDecoder implements Decoder {
  version: ProtocolVersion | undefined;
  readonly #queue = new ByteQueue();
  readonly #reader: Reader;
  readonly #maximum: number;
  #ended = false;

  constructor(options: DecoderOptions) {
    this.version = options.version;
    this.#reader = readers[options.receiver];
    this.#maximum = Math.min(options.maximumPacketSizeBytes ?? largestPacketBytes, largestPacketBytes);
  }

  get pendingBytes(): number {
    return this.#queue.length;
  }

  push(chunk: Uint8Array): void {
    if (!this.#ended) this.#queue.push(chunk);
  }

  next(): Decoded | undefined {
    const queue = this.#queue;
    if (this.#ended || queue.length === 0) return undefined;
    // [3.1.1/MQTT-3.1.0-1] [5.0/MQTT-3.1.0-1]: without a version nothing else can be read.
    if (this.version === undefined && queue.byteAt(0) >> 4 !== connectNumber) {
      return this.#end('connect-expected', `the first byte is ${queue.byteAt(0)}`);
    }
    const headerBytes = measureHeader(queue);
    if (headerBytes === incomplete) return undefined;
    if (headerBytes === tooLong) {
      // [3.1.1/U-2.2.3-2] [5.0/U-1.5.5-1]
      return this.#end(
        'remaining-length-too-long',
        'the fourth byte of the Remaining Length is not its last',
      );
    }
    const size = headerBytes + remainingLength(queue, headerBytes);
    if (size > this.#maximum) {
      const specific = tooLargeFor(this.#reader.receiver);
      return this.#end('packet-too-large', `${size} bytes are over ${this.#maximum}`, specific);
    }
    if (queue.length < size) return undefined;
    if (!queue.isInFront(size)) return this.#decode(queue.take(size), 0, headerBytes, size);
    const { front, frontOffset } = queue;
    queue.skip(size);
    return this.#decode(front, frontOffset, headerBytes, frontOffset + size);
  }

  #decode(memory: Buffer, start: number, headerBytes: number, end: number): Decoded {
    const reader = this.#reader;
    reader.version = this.version ?? '3.1.1';
    reader.acceptedVersion = undefined;
    const packet = parsePacket(reader, memory, start, headerBytes, end);
    this.version ??= reader.acceptedVersion;
    if (reader.violation === undefined && packet !== undefined)
      return new PacketInPlace(packet, memory, start, end);
    const violation = reader.violation as unknown as Violation;
    const bytes = memory.subarray(start, end);
    return { kind: 'violation', violation, bytes, version: reader.version, fatal: false };
  }

  #end(code: ViolationCode, detail: string, specific?: Statements): DecodedViolation {
    this.#ended = true;
    const judgedBy = this.version ?? '3.1.1';
    const bytes = this.#queue.take(this.#queue.length);
    this.#queue.clear();
    const violation = violationOf(code, judgedBy, detail, specific);
    return { kind: 'violation', violation, bytes, version: judgedBy, fatal: true };
  }
}

/** Most readers of packets do not ask for the bytes, and a view costs as much as the rest of a small packet. */
class PacketInPlace implements DecodedPacket {
  readonly kind = 'packet';
  readonly packet: Packet;
  readonly #memory: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(packet: Packet, memory: Buffer, start: number, end: number) {
    this.packet = packet;
    this.#memory = memory;
    this.#start = start;
    this.#end = end;
  }

  get bytes(): Buffer {
    return this.#memory.subarray(this.#start, this.#end);
  }
}

const incomplete = 0;
const tooLong = -1;

/** How many bytes the Fixed Header takes. (3.1.1 section 2.2, 5.0 section 2.1.1) */
function measureHeader(queue: ByteQueue): number {
  for (let index = 1; index <= 4; index += 1) {
    if (index >= queue.length) return incomplete;
    if (queue.byteAt(index) < 0x80) return index + 1;
  }
  return tooLong;
}

function remainingLength(queue: ByteQueue, headerBytes: number): number {
  let value = 0;
  for (let index = headerBytes - 1; index >= 1; index -= 1) {
    value = value * 128 + (queue.byteAt(index) & 0x7f);
  }
  return value;
}

function tooLargeFor(receiver: Receiver): Statements | undefined {
  // [5.0/MQTT-3.1.2-24] [5.0/MQTT-3.2.2-15]
  return receiver === 'client' ? ['5.0/MQTT-3.1.2-24'] : undefined;
}
