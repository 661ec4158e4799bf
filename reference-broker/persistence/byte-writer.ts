/**
 * Writes records one after another into segments of memory. A record lies within one segment; a segment that is full is
 * put aside. No segment is written again before it is given back.
 */
export interface ByteWriter {
  byte(value: number): void;
  /** 2 bytes, big-endian. */
  uint16(value: number): void;
  /** 4 bytes, big-endian. */
  uint32(value: number): void;
  /** 6 bytes, big-endian: the numbers of records. */
  uint48(value: number): void;
  /** 8 bytes: milliseconds since 1970. */
  millis(value: number): void;
  /** UTF-8 with a length of 4 bytes before it. */
  string(value: string): void;
  /** With a length of 4 bytes before them. */
  bytes(value: Uint8Array): void;
}

/** A ByteWriter whose records can be taken away. */
export interface SegmentWriter extends ByteWriter {
  /** Begins a record: what follows stays together. */
  beginRecord(): void;
  /** Leaves 4 bytes for the length of what follows, to be told by `endLength`. */
  beginLength(): void;
  endLength(): void;
  /** All that was written, oldest first. The writer is empty then. */
  take(): Uint8Array<ArrayBuffer>[];
  /** Gives memory back for use by later records. */
  recycle(segments: readonly Uint8Array<ArrayBuffer>[]): void;
}

const segmentBytes = 64 * 1024;
/** Memory that is kept between two commits: 1 MiB. */
const sparesKept = 16;

export function createSegmentWriter(): SegmentWriter {
  const spares: ArrayBuffer[] = [];
  let full: Uint8Array<ArrayBuffer>[] = [];
  let buffer = newSegment(segmentBytes);
  let offset = 0;
  let record = 0;
  let lengthAt = 0;

  function newSegment(bytes: number): Buffer<ArrayBuffer> {
    const spare = bytes <= segmentBytes ? spares.pop() : undefined;
    return spare === undefined ? Buffer.allocUnsafeSlow(Math.max(bytes, segmentBytes)) : Buffer.from(spare);
  }

  /** Moves the record that is being written into a new segment if it outgrows this one. */
  function reserve(bytes: number): void {
    if (offset + bytes <= buffer.length) return;
    const written = offset - record;
    // At least twice as large, so that a long record is not moved again and again.
    const next = newSegment(Math.max(written * 2, written + bytes));
    buffer.copy(next, 0, record, offset);
    if (record > 0) full.push(buffer.subarray(0, record));
    lengthAt -= record;
    buffer = next;
    offset = written;
    record = 0;
  }

  function uint32(value: number): void {
    reserve(4);
    offset = buffer.writeUInt32BE(value, offset);
  }

  return {
    byte(value) {
      reserve(1);
      buffer[offset] = value;
      offset += 1;
    },
    uint16(value) {
      reserve(2);
      offset = buffer.writeUInt16BE(value, offset);
    },
    uint32,
    uint48(value) {
      reserve(6);
      offset = buffer.writeUIntBE(value, offset, 6);
    },
    millis(value) {
      reserve(8);
      offset = buffer.writeDoubleBE(value, offset);
    },
    string(value) {
      const size = Buffer.byteLength(value);
      reserve(4 + size);
      offset = buffer.writeUInt32BE(size, offset);
      offset += buffer.write(value, offset, size);
    },
    bytes(value) {
      reserve(4 + value.length);
      offset = buffer.writeUInt32BE(value.length, offset);
      buffer.set(value, offset);
      offset += value.length;
    },
    beginRecord() {
      record = offset;
    },
    beginLength() {
      uint32(0);
      lengthAt = offset;
    },
    endLength() {
      buffer.writeUInt32BE(offset - lengthAt, lengthAt - 4);
    },
    take() {
      const taken = full;
      if (offset > 0) {
        taken.push(buffer.subarray(0, offset));
        buffer = newSegment(segmentBytes);
      }
      full = [];
      offset = 0;
      record = 0;
      return taken;
    },
    recycle(segments) {
      for (const { buffer: memory } of segments) {
        if (memory.byteLength === segmentBytes && spares.length < sparesKept) spares.push(memory);
      }
    },
  };
}
