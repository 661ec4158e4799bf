import { encode } from '../../src/packet/encode.ts';
import { type ApplicationMessage, messageOfPublish } from '../message.ts';
import { type ByteReader, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';
import type { Journal } from './journal.ts';
import { readQoS } from './qos-field.ts';
import { readStoredPacket } from './stored-packet.ts';

const version = 1;

/** An Application Message, stored once for all deliveries and the retained message that refer to it. */
export class MessageEntry extends DurableEntry {
  /** It waits, so it is its own owner: see `keep`. */
  readonly message: ApplicationMessage;
  /** How many records refer to it. */
  references = 0;
  /** Called when nobody needs it any more. */
  onUnneeded: (() => void) | undefined = undefined;

  constructor(number: number, message: ApplicationMessage) {
    super(RecordKind.message, 0, number);
    this.message = message;
  }

  override writeValue(writer: ByteWriter): void {
    const { topicName, payload, retain, properties, messageExpiryIntervalSeconds } = this.message;
    writer.byte(version);
    writer.byte(this.message.qos);
    writer.millis(this.message.receivedAtMillis);
    writer.string(this.message.publisher);
    writer.bytes(
      encode(
        {
          type: 'publish',
          topicName,
          payload,
          // The real one stands before: a PUBLISH with another would need a Packet Identifier.
          qos: 0,
          dup: false,
          retain,
          properties:
            messageExpiryIntervalSeconds === undefined
              ? properties
              : { ...properties, messageExpiryIntervalSeconds },
        },
        '5.0',
      ),
    );
  }
}

/** @throws DamagedRecordError */
export function readMessage(number: number, reader: ByteReader): MessageEntry {
  expectVersion(reader, version);
  const qos = readQoS(reader.byte());
  const nowMillis = reader.millis();
  const publisher = reader.string();
  const publish = readStoredPacket('publish', reader.bytes());
  reader.expectEnd();
  const message = messageOfPublish({ ...publish, qos }, publish.topicName, { publisher, nowMillis });
  const entry = new MessageEntry(number, message);
  // Whoever gets the message from now on refers to this record.
  message.stored = entry;
  return entry;
}

/** One more record refers to the message: the first puts it on disk. */
export function referTo(journal: Journal, message: MessageEntry): void {
  message.references += 1;
  if (message.references === 1) journal.put(message);
}

/** One record less: the last takes it from disk. */
export function releaseMessage(journal: Journal, message: MessageEntry): void {
  message.references -= 1;
  if (message.references > 0) return;
  journal.remove(message);
  message.onUnneeded?.();
}
