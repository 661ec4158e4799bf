import type { CaseContext } from '../../../src/conformance/index.ts';
import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { type SubscribeFields, subscribe } from '../../../src/peer/index.ts';
import { refused } from '../shared/measured.ts';

/** A server refuses the SUBSCRIBE as a whole by closing, or its Topic Filter by SUBACK. */
async function expectRefusal(
  { connected, topic }: CaseContext,
  fields: Omit<SubscribeFields, 'packetIdentifier'>,
): Promise<void> {
  const peer = await connected();
  await peer.subscribe(topic());
  const packetIdentifier = peer.nextPacketIdentifier();
  peer.send(subscribe({ packetIdentifier, ...fields }));
  await peer.expectOrClosed('suback', { packetIdentifier, reasonCodes: refused });
}

const wildcards = [
  { name: 'multi-level-wildcard', filter: '#' },
  { name: 'single-level-wildcard', filter: '+' },
  { name: 'wildcard-in-the-middle', filter: '+/b' },
] as const;

/** Sections 3.2.2.3.11 to 3.2.2.3.13 and 3.8.3: what a server that does not serve it does about it. */
export const notAvailableCases: readonly BrokerCase[] = [
  ...wildcards.map(({ name, filter }) =>
    brokerCase(
      `subscribe/not-available/${name}-is-refused`,
      { proves: ['3.1.1/MQTT-3.8.3-2', '5.0/U-3.2.2.3.11-3'], needs: ['no-wildcard-subscriptions'] },
      (context) => expectRefusal(context, { subscriptions: [{ topicFilter: context.topic(filter) }] }),
    ),
  ),

  brokerCase(
    'subscribe/not-available/subscription-identifier-is-refused',
    { proves: ['5.0/U-3.2.2.3.12-3'], needs: ['no-subscription-identifiers'] },
    (context) =>
      expectRefusal(context, {
        subscriptions: [{ topicFilter: context.topic('identified') }],
        properties: { subscriptionIdentifier: 1 },
      }),
  ),

  brokerCase(
    'subscribe/not-available/shared-subscription-is-refused',
    { proves: ['5.0/U-3.2.2.3.13-3'], needs: ['no-shared-subscriptions'] },
    (context) =>
      expectRefusal(context, { subscriptions: [{ topicFilter: `$share/group/${context.topic()}` }] }),
  ),
];
