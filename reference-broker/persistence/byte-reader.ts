/** A record that cannot be read. `message` is one sentence, without the key. */
export class DamagedRecordError extends Error {
  override readonly name = 'DamagedRecordError';
  readonly code = 'damaged-record';
}

/** Reads what a ByteWriter wrote; each method throws DamagedRecordError rather than read past the end. */
export interface ByteReader {
  byte(): number;
  uint16(): number;
  uint32(): number;
  uint48(): number;
  millis(): number;
  string(): string;
  /** A view, not a copy. */
  bytes(): Buffer;
  /** Nothing may be left over. */
  expectEnd(): void;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param record must not change as long as views of it are in use */
export function createByteReader(record: Buffer): ByteReader {
  let offset = 0;

  function advance(bytes: number): number {
    const start = offset;
    if (start + bytes > record.length) {
      throw new DamagedRecordError(`it ends at byte ${record.length} inside a field of ${bytes} bytes`);
    }
    offset += bytes;
    return start;
  }

  function bytes(): Buffer {
    const length = record.readUInt32BE(advance(4));
    const start = advance(length);
    return record.subarray(start, start + length);
  }

  return {
    byte: () => record.readUInt8(advance(1)),
    uint16: () => record.readUInt16BE(advance(2)),
    uint32: () => record.readUInt32BE(advance(4)),
    uint48: () => record.readUIntBE(advance(6), 6),
    millis() {
      const value = record.readDoubleBE(advance(8));
      if (!Number.isFinite(value)) throw new DamagedRecordError('a time in it is no number');
      return value;
    },
    string() {
      const text = bytes();
      try {
        return utf8.decode(text);
      } catch {
        throw new DamagedRecordError('a text in it is not UTF-8');
      }
    },
    bytes,
    expectEnd() {
      if (offset < record.length)
        throw new DamagedRecordError(`${record.length - offset} bytes are left over`);
    },
  };
}

/** Reads the version byte with which every value begins. */
export function expectVersion(reader: ByteReader, version: number): void {
  const found = reader.byte();
  if (found !== version) throw new DamagedRecordError(`its version is ${found}, not ${version}`);
}
