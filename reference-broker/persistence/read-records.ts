import { describeKey, parseKey } from './batch.ts';
import { type ByteReader, createByteReader, DamagedRecordError } from './byte-reader.ts';
import { type DeliveryEntry, readDelivery } from './delivery-record.ts';
import { type DurableEntry, markStored, RecordKind } from './durable-entry.ts';
import { type InboundQos2Entry, readInboundQos2 } from './inbound-qos2-record.ts';
import { type MessageEntry, readMessage } from './message-record.ts';
import type { DamagedRecord } from './recovered-state.ts';
import { type RetainedEntry, readRetained } from './retained-record.ts';
import { readSession, type SessionEntry } from './session-record.ts';
import { readSubscriptionEntry, type SubscriptionEntry } from './subscription-record.ts';
import { readWill, type WillEntry } from './will-record.ts';

/** What the records say of one Session; without `session` they are left over from one that is gone. */
export interface SessionParts {
  session: SessionEntry | undefined;
  readonly subscriptions: SubscriptionEntry[];
  readonly deliveries: DeliveryEntry[];
  readonly inboundQos2: InboundQos2Entry[];
  will: WillEntry | undefined;
}

/** The records of the store, read one by one. */
export interface ReadRecords {
  /** By the number of the Session. */
  readonly parts: ReadonlyMap<number, SessionParts>;
  readonly messages: ReadonlyMap<number, MessageEntry>;
  readonly retained: readonly RetainedEntry[];
  readonly damaged: readonly DamagedRecord[];
  readonly highestNumber: number;
}

/** Something that gives its records in the order of their keys. */
export type RecordSource = Iterable<{ readonly key: Uint8Array; readonly value: Buffer }>;

/** Reads every record; one that is damaged is reported and left out. */
export function readRecords(source: RecordSource): ReadRecords {
  const parts = new Map<number, SessionParts>();
  const messages = new Map<number, MessageEntry>();
  const retained: RetainedEntry[] = [];
  const damaged: DamagedRecord[] = [];
  let highestNumber = 0;

  function partsOf(session: number): SessionParts {
    const known = parts.get(session);
    if (known !== undefined) return known;
    const fresh = { session: undefined, subscriptions: [], deliveries: [], inboundQos2: [], will: undefined };
    parts.set(session, fresh);
    return fresh;
  }

  function keep<E extends DurableEntry>(list: E[], entry: E): void {
    markStored(entry);
    list.push(entry);
  }

  function readOne(key: Uint8Array, reader: ByteReader): void {
    const parsed = parseKey(key);
    if (parsed === undefined) throw new DamagedRecordError(`its key has ${key.length} bytes`);
    const { kind, owner, number } = parsed;
    highestNumber = Math.max(highestNumber, number);
    const messageOf = (wanted: number): MessageEntry | undefined => messages.get(wanted);
    switch (kind) {
      case RecordKind.format:
        return;
      case RecordKind.session: {
        const entry = readSession(number, reader);
        markStored(entry);
        partsOf(number).session = entry;
        return;
      }
      case RecordKind.subscription:
        return keep(partsOf(owner).subscriptions, readSubscriptionEntry(owner, number, reader));
      case RecordKind.message: {
        const entry = readMessage(number, reader);
        markStored(entry);
        messages.set(number, entry);
        return;
      }
      case RecordKind.delivery: {
        const entry = readDelivery(owner, number, reader, messageOf);
        if (entry.message !== undefined) entry.message.references += 1;
        return keep(partsOf(owner).deliveries, entry);
      }
      case RecordKind.inboundQos2:
        return keep(partsOf(owner).inboundQos2, readInboundQos2(owner, number, reader));
      case RecordKind.retained: {
        const entry = readRetained(number, reader, messageOf);
        entry.message.references += 1;
        return keep(retained, entry);
      }
      case RecordKind.will: {
        const entry = readWill(owner, number, reader);
        markStored(entry);
        partsOf(owner).will = entry;
        return;
      }
      default:
        throw new DamagedRecordError(`its kind is ${kind}`);
    }
  }

  for (const { key, value } of source) {
    try {
      readOne(key, createByteReader(value));
    } catch (error) {
      if (!(error instanceof DamagedRecordError)) throw error;
      const name = describeKey(key);
      damaged.push({ key: name, message: `The record ${name} cannot be read: ${error.message}.` });
    }
  }
  return { parts, messages, retained, damaged, highestNumber };
}
