import type { CaseContext } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';
import {
  ExpectationFailed,
  type Match,
  type Peer,
  type PublishFields,
  SetupFailed,
  utf8,
} from '../../../src/peer/index.ts';

/**
 * Makes a measured step a precondition: what it finds wrong leaves the case inconclusive.
 *
 * @throws SetupFailed in place of ExpectationFailed
 */
export async function asSetUp<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => {
    throw error instanceof ExpectationFailed ? new SetupFailed(error.message) : error;
  });
}

/**
 * Publishes at QoS 1 to a topic to which the publisher itself is subscribed, and waits until it came back.
 * PUBACK alone does not say that the server has found the subscribers of a message.
 */
export async function publishAndSee(publisher: Peer, topicName: string, payload: string): Promise<void> {
  await publisher.publish({ topicName, qos: 1, payload });
  const sent: Match<Publish> = { topicName, payload: utf8(payload) };
  await asSetUp(publisher.expect('publish', sent));
}

/**
 * Set-up: publishes, and waits until a subscriber was sent the message. A server may acknowledge first and deliver
 * later, so only then will who subscribes next not be sent it as a new message.
 */
export async function publishDelivered(
  context: CaseContext,
  publisher: Peer,
  fields: PublishFields & { readonly payload: string },
): Promise<void> {
  const watcher = await settledSubscriber(context, publisher, fields.topicName, 'watcher');
  await publisher.publish(fields);
  // The message that was retained before comes first.
  for (;;) if (hasPayload(await asSetUp(watcher.expect('publish')), fields.payload)) break;
  await watcher.disconnect();
}

/** Set-up: publishes a retained message, and waits until a new subscriber was sent it. */
export async function storeRetained(
  context: CaseContext,
  publisher: Peer,
  fields: Omit<PublishFields, 'payload' | 'retain'> & { readonly payload: string },
): Promise<void> {
  await publishDelivered(context, publisher, { qos: 1, ...fields, retain: true });
  const witness = await context.connected('witness');
  await witness.subscribe({ topicFilter: fields.topicName, qos: 1 });
  await asSetUp(witness.expect('publish', { payload: utf8(fields.payload) }));
  await witness.disconnect();
}

/** Is the payload this text? */
export function hasPayload({ payload }: { readonly payload: Uint8Array }, text: string): boolean {
  return Buffer.compare(payload, utf8(text)) === 0;
}

/** Set-up: the server has dealt with what the peer sent: it answers after it, or it closed because of it. */
export async function takenUp(peer: Peer): Promise<void> {
  peer.send({ type: 'pingreq' });
  await asSetUp(peer.expectOrClosed('pingresp'));
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
