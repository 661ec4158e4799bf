import { type ByteReader, DamagedRecordError, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';
import type { Journal } from './journal.ts';
import { type MessageEntry, releaseMessage } from './message-record.ts';

const version = 1;

/** The retained message of one Topic Name. A newer one of the same topic takes its place in the entry. */
export class RetainedEntry extends DurableEntry {
  message: MessageEntry;

  constructor(number: number, message: MessageEntry) {
    super(RecordKind.retained, 0, number);
    this.message = message;
  }

  override writeValue(writer: ByteWriter): void {
    writer.byte(version);
    writer.uint48(this.message.number);
  }
}

/** The retained message of the topic is gone. */
export function retainedRemoved(journal: Journal, entry: RetainedEntry): void {
  releaseMessage(journal, entry.message);
  journal.remove(entry);
}

/** @throws DamagedRecordError */
export function readRetained(
  number: number,
  reader: ByteReader,
  messageOf: (number: number) => MessageEntry | undefined,
): RetainedEntry {
  expectVersion(reader, version);
  const message = messageOf(reader.uint48());
  if (message === undefined) throw new DamagedRecordError('the message that it refers to is missing');
  reader.expectEnd();
  return new RetainedEntry(number, message);
}
