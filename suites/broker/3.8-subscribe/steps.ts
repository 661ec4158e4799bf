import type { CaseContext } from '../../../src/conformance/index.ts';
import type { Publish, QoS } from '../../../src/packet/index.ts';
import {
  type Match,
  type Matcher,
  type Peer,
  SetupFailed,
  type StepOptions,
  type SubscribeOptions,
  type SubscriptionFields,
  subscribe,
} from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';

/** Sends SUBSCRIBE and nothing more; gives its Packet Identifier. */
export function sendSubscribe(peer: Peer, ...subscriptions: readonly SubscriptionFields[]): number {
  const packetIdentifier = peer.nextPacketIdentifier();
  peer.send(subscribe({ packetIdentifier, subscriptions }));
  return packetIdentifier;
}

/** Set-up: subscribes, and gives the QoS that was granted, which may be lower than the one asked for. */
export async function subscribeAtAnyQoS(peer: Peer, subscription: SubscriptionFields): Promise<QoS> {
  const packetIdentifier = sendSubscribe(peer, subscription);
  const { reasonCodes } = await asSetUp(peer.expect('suback', { packetIdentifier }));
  const [code] = reasonCodes;
  if (code === 0 || code === 1 || code === 2) return code;
  throw new SetupFailed(`${JSON.stringify(subscription.topicFilter)} was refused: SUBACK code ${code}`);
}

/**
 * Set-up: subscribes, and waits until the SUBSCRIBE has taken effect. Its probes go to a Topic Name of their own,
 * which no earlier SUBSCRIBE of the peer can have delivered.
 */
export async function subscribeSettled(
  { settle, topic }: CaseContext,
  publisher: Peer,
  subscriber: Peer,
  subscription: SubscriptionFields,
  options?: SubscribeOptions,
): Promise<void> {
  const probed = topic(`settle-${subscriber.nextPacketIdentifier()}`);
  await subscriber.subscribe([subscription, { topicFilter: probed }], options);
  await settle(publisher, subscriber, probed);
}

/**
 * Reads messages until each of the payloads came, in any order: between topics there is none. Others may come
 * in between.
 */
export async function expectEach(
  peer: Peer,
  payloads: readonly string[],
  options: StepOptions & { readonly withinMs: number },
  match: Match<Publish> = {},
): Promise<void> {
  const missing = new Set(payloads);
  const endMs = performance.now() + options.withinMs;
  while (missing.size > 0) {
    const payload: Matcher<Uint8Array> = {
      matches: () => true,
      text: `each of ${payloads.length}, of which ${[...missing].join(', ')} did not come yet`,
    };
    const withinMs = Math.ceil(Math.max(0, endMs - performance.now()));
    const message = await peer.expect('publish', { ...match, payload }, { ...options, withinMs });
    missing.delete(Buffer.from(message.payload).toString('utf8'));
  }
}
