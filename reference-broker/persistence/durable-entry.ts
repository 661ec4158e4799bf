import type { ByteWriter } from './byte-writer.ts';

/** What a record is about; the first byte of its key. The numbers are part of the format. */
export const RecordKind = {
  format: 0,
  session: 1,
  subscription: 2,
  message: 3,
  delivery: 4,
  inboundQos2: 5,
  retained: 6,
  will: 7,
} as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

/** A key is the kind (1 byte), the owner (6 bytes) and the number (6 bytes), so that a Session's records are in order. */
export interface RecordKey {
  readonly kind: RecordKind;
  /** The number of the Session that the record belongs to; 0 where there is none. */
  readonly owner: number;
  readonly number: number;
}

/** What the journal knows of an entry, as bits of `journalFlags`. */
export const JournalFlag = {
  /** The entry shall be on disk. */
  wanted: 1,
  /** It is, or may be, on disk: a commit that wrote it has begun. */
  stored: 2,
  /** It is in the list of changes that wait for the next commit. */
  pending: 4,
} as const;

/**
 * One record, as memory has it. The broker holds the entry beside the state that it describes, so the journal needs no
 * map from keys to records: a change costs two tests of a bit. A class, because there is one for each queued message.
 */
export abstract class DurableEntry implements RecordKey {
  readonly kind: RecordKind;
  readonly owner: number;
  readonly number: number;
  /** Owned by the journal. */
  journalFlags = 0;

  constructor(kind: RecordKind, owner: number, number: number) {
    this.kind = kind;
    this.owner = owner;
    this.number = number;
  }

  /** Writes the value as it is now. Called when the commit begins, so that what was undone before costs nothing. */
  abstract writeValue(writer: ByteWriter): void;
}

/** Marks an entry that was read from disk. */
export function markStored(entry: DurableEntry): void {
  entry.journalFlags = JournalFlag.wanted | JournalFlag.stored;
}
