import type { CaseContext } from '../../../src/conformance/index.ts';
import {
  ExpectationFailed,
  type Peer,
  type PublishFields,
  SetupFailed,
  utf8,
} from '../../../src/peer/index.ts';

/** Makes a measured step a precondition: what it finds wrong leaves the case inconclusive. */
export async function asSetUp<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => {
    throw error instanceof ExpectationFailed ? new SetupFailed(error.message) : error;
  });
}

/** Set-up: publishes a retained message, and waits until a new subscriber was sent it. */
export async function storeRetained(
  { connected }: CaseContext,
  publisher: Peer,
  fields: Omit<PublishFields, 'payload' | 'retain'> & { readonly payload: string },
): Promise<void> {
  await publisher.publish({ qos: 1, ...fields, retain: true });
  const witness = await connected('witness');
  await witness.subscribe({ topicFilter: fields.topicName, qos: 1 });
  await asSetUp(witness.expect('publish', { payload: utf8(fields.payload) }));
  await witness.disconnect();
}

/** Is the payload this text? */
export function hasPayload({ payload }: { readonly payload: Uint8Array }, text: string): boolean {
  return Buffer.compare(payload, utf8(text)) === 0;
}

/** The server has dealt with what the peer sent: it answers after it, or it closed because of it. */
export async function expectTakenUp(peer: Peer): Promise<void> {
  peer.send({ type: 'pingreq' });
  await peer.expectOrClosed('pingresp');
}

/** A subscriber at QoS 1 whose path from the publisher is known to deliver. */
export async function settledSubscriber(
  { connected, settle }: CaseContext,
  publisher: Peer,
  topicName: string,
  name = 'subscriber',
): Promise<Peer> {
  const subscriber = await connected(name);
  await subscriber.subscribe({ topicFilter: topicName, qos: 1 });
  await settle(publisher, subscriber, topicName);
  return subscriber;
}

/** Publishes a sentinel on the path, and expects that nothing else was delivered before it. */
export async function expectOnlySentinel(
  publisher: Peer,
  subscriber: Peer,
  topicName: string,
): Promise<void> {
  await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
  await subscriber.expectNothingBefore({ payload: utf8('sentinel') });
}
