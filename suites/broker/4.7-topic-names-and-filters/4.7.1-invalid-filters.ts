import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { subscribe, subscription } from '../../../src/peer/index.ts';
import { refused } from '../shared/measured.ts';

interface Row {
  readonly name: string;
  readonly proves: BrokerCase['proves'];
  readonly needs?: BrokerCase['needs'];
  readonly topicFilter: (base: string) => string;
}

const multiLevel = ['3.1.1/MQTT-4.7.1-2', '5.0/MQTT-4.7.1-1'] as const;
const singleLevel = ['3.1.1/MQTT-4.7.1-3', '5.0/MQTT-4.7.1-2'] as const;
const wildcards = { needs: ['wildcard-subscriptions'] } as const;

const rows: readonly Row[] = [
  { name: 'sport-tennis-hash', proves: multiLevel, ...wildcards, topicFilter: (base) => `${base}/tennis#` },
  {
    name: 'hash-in-the-middle',
    proves: multiLevel,
    ...wildcards,
    topicFilter: (base) => `${base}/#/ranking`,
  },
  { name: 'hash-first', proves: multiLevel, ...wildcards, topicFilter: (base) => `#/${base}` },
  { name: 'hash-before-slash', proves: multiLevel, ...wildcards, topicFilter: (base) => `${base}/#/` },
  { name: 'hash-hash', proves: multiLevel, ...wildcards, topicFilter: (base) => `${base}/##` },
  { name: 'hash-before-text', proves: multiLevel, ...wildcards, topicFilter: (base) => `${base}/#a` },
  { name: 'text-before-plus', proves: singleLevel, ...wildcards, topicFilter: (base) => `${base}/tennis+` },
  { name: 'plus-before-text', proves: singleLevel, ...wildcards, topicFilter: (base) => `${base}/+tennis` },
  { name: 'plus-in-first-level', proves: singleLevel, ...wildcards, topicFilter: (base) => `+${base}` },
  { name: 'plus-within-text', proves: singleLevel, ...wildcards, topicFilter: (base) => `${base}/a+b/c` },
  { name: 'plus-plus', proves: singleLevel, ...wildcards, topicFilter: (base) => `${base}/++` },
  { name: 'empty', proves: ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1'], topicFilter: () => '' },
];

/** Sections 4.7.1 and 4.7.3: no server grants an invalid Topic Filter. It closes, or refuses it by SUBACK. */
export const invalidFilterCases: readonly BrokerCase[] = rows.map(({ name, topicFilter, ...row }) =>
  brokerCase(`topics/invalid-filter/${name}`, row, async ({ connected, topic }) => {
    const peer = await connected();
    await peer.subscribe(topic());
    const packetIdentifier = peer.nextPacketIdentifier();
    peer.sendWith(subscribe({ packetIdentifier, subscriptions: [{ topicFilter: topic() }] }), {
      subscriptions: [subscription({ topicFilter: topicFilter(topic()) })],
    });
    await peer.expectOrClosed('suback', { packetIdentifier, reasonCodes: refused });
  }),
);
