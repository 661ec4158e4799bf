import {
  type BrokerCase,
  brokerCase,
  type CaseContext,
  type CaseOptions,
} from '../../../src/conformance/index.ts';
import type { ConnectOptions, Peer } from '../../../src/peer/index.ts';
import { publish, utf8 } from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { connectFlagsOf, flag } from './connect-flags.ts';

interface Refused {
  readonly name: string;
  readonly options: CaseOptions;
  readonly sendConnect: (peer: Peer, context: CaseContext) => void;
}

const refusedConnects: readonly Refused[] = [
  {
    name: 'malformed-connect',
    options: { proves: ['3.1.1/MQTT-3.1.4-5', '5.0/MQTT-3.1.4-6'] },
    sendConnect(peer) {
      const packet = peer.connectPacket();
      peer.sendWith(packet, { connectFlags: connectFlagsOf(packet) | flag.reserved });
    },
  },
  {
    name: 'rejected-client-identifier',
    options: { proves: ['3.1.1/MQTT-3.1.4-5'] },
    sendConnect: (peer) => peer.send(peer.connectPacket({ clientIdentifier: '', cleanStart: false })),
  },
  {
    name: 'wrong-credentials',
    options: { proves: ['3.1.1/MQTT-3.1.4-5', '5.0/MQTT-3.1.4-6'], needs: ['refused-credentials'] },
    sendConnect: (peer, context) => peer.send(peer.connectPacket(wrongCredentials(context))),
  },
];

/** Section 3.1.4: what becomes of a CONNECT that the server does not want. */
export const refusedConnectCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/refused/wrong-credentials-close',
    { proves: ['3.1.1/U-3.1.4-2', '5.0/MQTT-3.1.4-2'], needs: ['refused-credentials'] },
    async (context) => {
      const control = await context.connected('control');
      await control.fence();
      const peer = await context.open();
      peer.send(peer.connectPacket(wrongCredentials(context)));
      await peer.expectClosed();
    },
  ),

  ...refusedConnects.map(({ name, options, sendConnect }) =>
    brokerCase(`connect/refused/publish-after-${name}-is-not-processed`, options, async (context) => {
      const { connected, open, settle, topic } = context;
      const topicName = topic();
      const subscriber = await connected('subscriber');
      await subscriber.subscribe(topicName);
      const publisher = await connected('publisher');
      await settle(publisher, subscriber, topicName);

      const refused = await open('refused');
      sendConnect(refused, context);
      refused.send(publish({ topicName, payload: 'from the refused client' }));
      // Whether it closes is proved elsewhere; here it is the moment after which nothing more can come.
      await asSetUp(refused.expectClosed());
      await publisher.publish({ topicName, payload: 'sentinel' });
      const sentinel = { topicName, payload: utf8('sentinel') };
      await subscriber.expectNothingBefore(sentinel, { absence: 'inconclusive' });
    }),
  ),
];

function wrongCredentials({ target }: CaseContext): ConnectOptions {
  return target.refusedCredentials ?? {};
}
