import { parseSharedSubscription } from '../../src/packet/topic.ts';
import type { ActiveSubscription } from '../subscription.ts';
import { type ByteReader, expectVersion } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { DurableEntry, RecordKind } from './durable-entry.ts';
import { readQoS } from './qos-field.ts';

const version = 1;
const flag = { qos: 0x03, noLocal: 0x04, retainAsPublished: 0x08, identifier: 0x10, shared: 0x20 };

/** A Subscription of a Session. One that replaces another of the same Topic Filter keeps the entry. */
export class SubscriptionEntry extends DurableEntry {
  subscription: ActiveSubscription;

  constructor(session: number, number: number, subscription: ActiveSubscription) {
    super(RecordKind.subscription, session, number);
    this.subscription = subscription;
  }

  override writeValue(writer: ByteWriter): void {
    writer.byte(version);
    writeSubscription(writer, this.subscription);
  }
}

/** @throws DamagedRecordError */
export function readSubscriptionEntry(
  session: number,
  number: number,
  reader: ByteReader,
): SubscriptionEntry {
  expectVersion(reader, version);
  const entry = new SubscriptionEntry(session, number, readSubscription(reader));
  reader.expectEnd();
  return entry;
}

/** Also a part of a delivery, which remembers the Subscriptions as they were. */
export function writeSubscription(writer: ByteWriter, subscription: ActiveSubscription): void {
  const { subscriptionIdentifier } = subscription;
  writer.byte(
    subscription.grantedQoS |
      (subscription.noLocal ? flag.noLocal : 0) |
      (subscription.retainAsPublished ? flag.retainAsPublished : 0) |
      (subscriptionIdentifier === undefined ? 0 : flag.identifier) |
      (subscription.shareName === undefined ? 0 : flag.shared),
  );
  writer.string(subscription.topicFilter);
  if (subscriptionIdentifier !== undefined) writer.uint32(subscriptionIdentifier);
}

/** @throws DamagedRecordError */
export function readSubscription(reader: ByteReader): ActiveSubscription {
  const flags = reader.byte();
  const topicFilter = reader.string();
  // In 3.1.1 `$share/...` is a filter like any other, so the filter alone does not tell.
  const shared = (flags & flag.shared) === 0 ? undefined : parseSharedSubscription(topicFilter);
  return {
    topicFilter,
    matchedFilter: shared?.topicFilter ?? topicFilter,
    ...(shared === undefined ? {} : { shareName: shared.shareName }),
    grantedQoS: readQoS(flags & flag.qos),
    noLocal: (flags & flag.noLocal) !== 0,
    retainAsPublished: (flags & flag.retainAsPublished) !== 0,
    ...((flags & flag.identifier) === 0 ? {} : { subscriptionIdentifier: reader.uint32() }),
  };
}
