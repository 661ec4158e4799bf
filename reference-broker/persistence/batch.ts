import type { SegmentWriter } from './byte-writer.ts';
import type { DurableEntry, RecordKey } from './durable-entry.ts';

/** The changes of one commit, encoded: segments of memory that can be handed to another thread. */
export type Batch = readonly Uint8Array<ArrayBuffer>[];

const putMark = 1;
const removeMark = 2;

/** Kind, owner, number. */
export const keyBytes = 13;

export function writePut(writer: SegmentWriter, entry: DurableEntry): void {
  writer.beginRecord();
  writer.byte(putMark);
  writeKey(writer, entry);
  writer.beginLength();
  entry.writeValue(writer);
  writer.endLength();
}

export function writeRemove(writer: SegmentWriter, key: RecordKey): void {
  writer.beginRecord();
  writer.byte(removeMark);
  writeKey(writer, key);
}

function writeKey(writer: SegmentWriter, { kind, owner, number }: RecordKey): void {
  writer.byte(kind);
  writer.uint48(owner);
  writer.uint48(number);
}

/** What a batch is applied to. Keys and values are views of the batch. */
export interface BatchTarget {
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
}

/** Applies the changes in their order. */
export function applyBatch(batch: Batch, target: BatchTarget): void {
  for (const segment of batch) applySegment(Buffer.from(segment.buffer, 0, segment.length), target);
}

function applySegment(bytes: Buffer, target: BatchTarget): void {
  let offset = 0;
  while (offset < bytes.length) {
    const isPut = bytes[offset] === putMark;
    const valueAt = offset + 1 + keyBytes;
    const key = bytes.subarray(offset + 1, valueAt);
    if (!isPut) {
      target.remove(key);
      offset = valueAt;
      continue;
    }
    offset = valueAt + 4 + bytes.readUInt32BE(valueAt);
    target.put(key, bytes.subarray(valueAt + 4, offset));
  }
}

/** Reads a key of the store; absent when it is none of ours. */
export function parseKey(key: Uint8Array): { kind: number; owner: number; number: number } | undefined {
  if (key.length !== keyBytes) return undefined;
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.length);
  return { kind: bytes.readUInt8(0), owner: bytes.readUIntBE(1, 6), number: bytes.readUIntBE(7, 6) };
}

/** The key as people read it in a report. */
export function describeKey(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex');
}
