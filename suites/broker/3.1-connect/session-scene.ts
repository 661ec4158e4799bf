import type { CaseContext } from '../../../src/conformance/index.ts';
import { type ConnectOptions, type Peer, utf8 } from '../../../src/peer/index.ts';
import { asSetUp, publishAndSee } from '../shared/set-up.ts';

export interface SessionScene {
  readonly topicName: string;
  /** Publishes to the topic, and is itself subscribed to it, so that it sees what was routed. */
  readonly publisher: Peer;
  /** Has a subscription to the topic at the QoS of the scene, over a path that was seen to deliver. */
  readonly subscriber: Peer;
}

/** A client whose Session holds a subscription, connected as told, and a publisher that watches itself. */
export async function subscribedSession(
  { connected, settle, topic }: CaseContext,
  connect: ConnectOptions,
  qos: 1 | 2 = 1,
): Promise<SessionScene> {
  const topicName = topic();
  const publisher = await connected('publisher');
  await publisher.subscribe({ topicFilter: topicName, qos: 1 });
  await settle(publisher, publisher, topicName, 1);
  const subscriber = await connected('subscriber', connect);
  await subscriber.subscribe({ topicFilter: topicName, qos });
  await settle(publisher, subscriber, topicName, 1);
  // The last probes and their acknowledgements are through: a resumed Session has nothing left to send again.
  await publishAndSee(publisher, topicName, 'settled');
  await asSetUp(subscriber.expect('publish', { topicName, payload: utf8('settled') }));
  await subscriber.fence();
  return { topicName, publisher, subscriber };
}

/**
 * Subscribes a peer that has no subscription yet, and publishes a sentinel that reaches it: what its Client
 * Identifier was wrongly sent on the same topic came before.
 */
export async function expectOnlyTheSentinel(
  { settle }: CaseContext,
  { topicName, publisher }: Pick<SessionScene, 'topicName' | 'publisher'>,
  peer: Peer,
): Promise<void> {
  await peer.subscribe({ topicFilter: topicName, qos: 1 });
  await settle(publisher, peer, topicName, 1);
  await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
  // The sentinel is not what is judged: only what comes before it.
  const sentinel = { topicName, payload: utf8('sentinel') };
  await peer.expectNothingBefore(sentinel, { absence: 'inconclusive' });
}
