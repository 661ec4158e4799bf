import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import type { Peer } from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { keepAliveOf, shortKeepAlive } from './keep-alive-limit.ts';
import { watchWills, willGraceMs } from './will-scene.ts';

const inGrace = { withinMs: willGraceMs } as const;

/** Section 3.1.2.5: the situations in which a Will Message is published. */
export const willCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/will/is-published-when-the-connection-is-cut',
    {
      proves: [
        '3.1.1/MQTT-3.1.2-8',
        '3.1.1/U-3.1.2.5-1',
        '3.1.1/U-3.1.3.3-1',
        '5.0/MQTT-3.1.2-7',
        '5.0/MQTT-3.1.2-8',
        '5.0/U-3.1.2.5-1',
        '5.0/U-3.1.2.5-2',
      ],
    },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('cut off'));
      client.cut();
      await watcher.expect('publish', published('cut off'), inGrace);
    },
  ),

  brokerCase(
    'connect/will/is-published-when-the-client-closes-without-disconnect',
    {
      proves: [
        '3.1.1/MQTT-3.1.2-8',
        '3.1.1/U-3.1.2.5-3',
        '5.0/MQTT-3.1.2-7',
        '5.0/MQTT-3.1.2-8',
        '5.0/U-3.1.2.5-4',
      ],
    },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('closed'));
      client.close();
      await watcher.expect('publish', published('closed'), inGrace);
    },
  ),

  brokerCase(
    'connect/will/is-published-when-the-keep-alive-runs-out',
    {
      proves: [
        '3.1.1/MQTT-3.1.2-8',
        '3.1.1/MQTT-3.1.2-24',
        '3.1.1/U-3.1.2.5-2',
        '5.0/MQTT-3.1.2-8',
        '5.0/MQTT-3.1.2-22',
        '5.0/U-3.1.2.5-3',
      ],
      timing: 'waits',
    },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.open('client');
      const connack = await client.connect({ ...will('silent'), ...shortKeepAlive });
      // A client that stays connected has no Will to publish yet: that it stays is the breach.
      await client.expectClosed({
        ...keepAliveOf(connack),
        proves: ['3.1.1/MQTT-3.1.2-24', '5.0/MQTT-3.1.2-22'],
      });
      await watcher.expect('publish', published('silent'), {
        ...inGrace,
        proves: ['3.1.1/MQTT-3.1.2-8', '3.1.1/U-3.1.2.5-2', '5.0/MQTT-3.1.2-8', '5.0/U-3.1.2.5-3'],
      });
    },
  ),

  ...[
    { name: 'a-second-connect', send: (client: Peer) => client.send(client.connectPacket()) },
    { name: 'a-malformed-publish', send: (client: Peer) => client.sendBytes('36 05 00 01 61 00 01') },
  ].map(({ name, send }) =>
    brokerCase(
      `connect/will/is-published-after-${name}`,
      {
        proves: ['3.1.1/MQTT-3.1.2-8', '3.1.1/U-3.1.2.5-4', '5.0/MQTT-3.1.2-8', '5.0/U-3.1.2.5-5'],
      },
      async (context) => {
        const { will, published, watcher } = await watchWills(context);
        const client = await context.connected('client', will('thrown out'));
        send(client);
        // That it closes is proved elsewhere; only then is the Will due.
        await asSetUp(client.expectClosed());
        await watcher.expect('publish', published('thrown out'), inGrace);
      },
    ),
  ),

  brokerCase(
    'connect/will/is-published-when-the-client-is-taken-over',
    { proves: ['3.1.1/MQTT-3.1.2-8', '5.0/MQTT-3.1.2-8', '5.0/U-3.1.4-5'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('taken over'));
      await context.connected('successor', { clientIdentifier: client.clientIdentifier });
      await asSetUp(client.expectClosed());
      await watcher.expect('publish', published('taken over'), inGrace);
    },
  ),

  ...[
    { name: 'disconnect-with-will-message', reasonCode: 0x04 },
    { name: 'disconnect-with-an-error-code', reasonCode: 0x80 },
  ].map(({ name, reasonCode }) =>
    brokerCase(
      `connect/will/is-published-after-${name}`,
      { proves: ['5.0/MQTT-3.1.2-8', '5.0/U-3.1.2.5-4'] },
      async (context) => {
        const { will, published, watcher } = await watchWills(context);
        const client = await context.connected('client', will('asked for'));
        await client.disconnect({ reasonCode });
        await watcher.expect('publish', published('asked for'), inGrace);
      },
    ),
  ),

  brokerCase(
    'connect/will/is-published-with-an-empty-payload',
    { proves: ['3.1.1/MQTT-3.1.2-8', '3.1.1/U-3.1.3.3-1', '5.0/MQTT-3.1.2-8', '5.0/U-3.1.2.5-1'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will(''));
      client.cut();
      await watcher.expect('publish', published(''), inGrace);
    },
  ),
];
