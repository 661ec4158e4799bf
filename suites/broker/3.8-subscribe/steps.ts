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
import { asSetUp } from '../3.3-publish/steps.ts';

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

const tries = 4;

/**
 * Measured: sends again as long as the step finds nothing, and judges the last try. A subscription may need a moment
 * after its SUBACK, each Topic Filter its own, and what is due at QoS 0 may be lost.
 */
export async function resendUntil(
  deadlineMs: number,
  send: () => Promise<void>,
  step: (options: StepOptions & { readonly withinMs: number }) => Promise<unknown>,
  last: StepOptions = {},
): Promise<void> {
  for (let count = 1; count < tries; count += 1) {
    await send();
    const outcome = await step({ absence: 'inconclusive', withinMs: deadlineMs / tries }).catch(
      (error: unknown) => error,
    );
    if (outcome instanceof SetupFailed) continue;
    if (outcome instanceof Error) throw outcome;
    return;
  }
  await send();
  await step({ ...last, withinMs: deadlineMs });
}

/** SUBACK codes of one Topic Filter that was refused. */
export const refused: Matcher<readonly number[]> = {
  matches: (codes) => codes.length === 1 && codes.every((code) => code >= 0x80),
  text: 'one code of 0x80 or above',
};
