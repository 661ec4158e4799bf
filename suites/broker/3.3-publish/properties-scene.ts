import type { CaseContext, OpenOptions } from '../../../src/conformance/index.ts';
import {
  type ConnectOptions,
  type Peer,
  type PublishFields,
  publish,
  SetupFailed,
} from '../../../src/peer/index.ts';

/** Sends at QoS 1 and waits for nothing: whether the message arrives is for the subscriber to say. */
export function sendAtQoS1(publisher: Peer, fields: Omit<PublishFields, 'qos' | 'packetIdentifier'>): void {
  publisher.send(publish({ ...fields, qos: 1, packetIdentifier: publisher.nextPacketIdentifier() }));
}

/** Publisher and subscriber, and a path between them that is known to deliver at this QoS. */
export async function settledAtQoS({ connected, settle, topic }: CaseContext, qos: 0 | 1 | 2) {
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber');
  await subscriber.subscribe({ topicFilter: topic(), qos });
  await settle(publisher, subscriber, topic(), qos);
  return { publisher, subscriber };
}

/** Connects again to the Session that `context.persistent` kept; a set-up step. */
export async function resumed(
  { open, persistent }: CaseContext,
  name: string,
  { acknowledge = 'auto', ...fields }: OpenOptions & ConnectOptions = {},
): Promise<Peer> {
  const peer = await open(name, { acknowledge });
  const properties = { ...persistent.properties, ...fields.properties };
  const { sessionPresent } = await peer.connect({ ...persistent, ...fields, properties });
  if (!sessionPresent) throw new SetupFailed('the Session was gone when the client came back');
  return peer;
}

/** A subscriber with a kept Session, which is away after its path was seen to deliver; a set-up step. */
export async function awaySubscriber(context: CaseContext, publisher: Peer): Promise<void> {
  const subscriber = await context.connected('subscriber', context.persistent);
  await subscriber.subscribe({ topicFilter: context.topic(), qos: 1 });
  await context.settle(publisher, subscriber, context.topic());
  await subscriber.disconnect();
}
