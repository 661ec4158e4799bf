import type { Delivery } from '../message.ts';
import type { ActiveSubscription } from '../subscription.ts';
import { type ByteReader, DamagedRecordError, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';
import type { Journal } from './journal.ts';
import { type MessageEntry, releaseMessage } from './message-record.ts';
import { readQoS } from './qos-field.ts';
import { readSubscription, writeSubscription } from './subscription-record.ts';

const version = 1;
const flag = { retain: 1, shared: 2 };

/** In the order of their numbers on disk. */
const states = ['queued', 'awaiting-puback', 'awaiting-pubrec', 'awaiting-pubcomp'] as const;
export type DeliveryState = (typeof states)[number];

/** A QoS 1 or 2 message on its way to one Session: part of the Session State. [5.0/U-4.1-6] [5.0/U-4.1-7] */
export class DeliveryEntry extends DurableEntry {
  state: DeliveryState = 'queued';
  /** 0 while it is queued. */
  packetIdentifier = 0;
  /** Absent from PUBREC on, since only the identifier is left then. */
  message: MessageEntry | undefined;
  delivery: Delivery | undefined;

  /** @param number counts up, and is the place in the order of the Session */
  constructor(session: number, number: number, message?: MessageEntry, delivery?: Delivery) {
    super(RecordKind.delivery, session, number);
    this.message = message;
    this.delivery = delivery;
  }

  override writeValue(writer: ByteWriter): void {
    writer.byte(version);
    writer.byte(states.indexOf(this.state));
    writer.uint16(this.packetIdentifier);
    const { delivery, message } = this;
    if (this.state === 'awaiting-pubcomp' || delivery === undefined || message === undefined) return;
    const { sharedTopicFilter, subscriptions } = delivery;
    writer.uint48(message.number);
    writer.byte(delivery.qos);
    writer.byte((delivery.retain ? flag.retain : 0) | (sharedTopicFilter === undefined ? 0 : flag.shared));
    if (sharedTopicFilter !== undefined) writer.string(sharedTopicFilter);
    writer.uint32(subscriptions.length);
    for (const subscription of subscriptions) writeSubscription(writer, subscription);
  }
}

/** The message gets its Packet Identifier, which has to be on disk before a client may see it with QoS 2. */
export function deliverySent(journal: Journal, entry: DeliveryEntry, packetIdentifier: number): void {
  entry.state = entry.delivery?.qos === 2 ? 'awaiting-pubrec' : 'awaiting-puback';
  entry.packetIdentifier = packetIdentifier;
  journal.put(entry);
}

/** PUBREC arrived: the message itself is no longer needed. [5.0/MQTT-4.3.3-5] [5.0/MQTT-4.3.3-6] */
export function deliveryReleased(journal: Journal, entry: DeliveryEntry): void {
  forgetMessage(journal, entry);
  entry.state = 'awaiting-pubcomp';
  journal.put(entry);
}

/** The exchange ended, or the message will never be sent. */
export function deliveryFinished(journal: Journal, entry: DeliveryEntry): void {
  forgetMessage(journal, entry);
  journal.remove(entry);
}

function forgetMessage(journal: Journal, entry: DeliveryEntry): void {
  if (entry.message !== undefined) releaseMessage(journal, entry.message);
  entry.message = undefined;
  entry.delivery = undefined;
}

/**
 * @param messageOf the message of a number, of which one more record knows now; absent if it is gone
 * @throws DamagedRecordError
 */
export function readDelivery(
  session: number,
  number: number,
  reader: ByteReader,
  messageOf: (number: number) => MessageEntry | undefined,
): DeliveryEntry {
  expectVersion(reader, version);
  const state = states[reader.byte()];
  if (state === undefined) throw new DamagedRecordError('its state is unknown');
  const packetIdentifier = reader.uint16();
  const entry = state === 'awaiting-pubcomp' ? new DeliveryEntry(session, number) : readWithMessage();
  entry.state = state;
  entry.packetIdentifier = packetIdentifier;
  reader.expectEnd();
  return entry;

  function readWithMessage(): DeliveryEntry {
    const message = messageOf(reader.uint48());
    if (message === undefined) throw new DamagedRecordError('the message that it refers to is missing');
    const delivery = readContent(reader, message);
    const made = new DeliveryEntry(session, number, message, delivery);
    delivery.stored = made;
    return made;
  }
}

function readContent(reader: ByteReader, { message }: MessageEntry): Delivery {
  const qos = readQoS(reader.byte());
  const flags = reader.byte();
  const sharedTopicFilter = (flags & flag.shared) === 0 ? undefined : reader.string();
  const subscriptions: ActiveSubscription[] = [];
  for (let left = reader.uint32(); left > 0; left -= 1) subscriptions.push(readSubscription(reader));
  return {
    message,
    qos,
    retain: (flags & flag.retain) !== 0,
    subscriptions,
    sharedTopicFilter,
    stored: undefined,
  };
}
