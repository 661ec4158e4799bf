import { brokerCase, type Suite } from '../../src/conformance/index.ts';
import { pingreq } from '../../src/peer/index.ts';

/** Section 3.12: PINGREQ, and with it 3.13 PINGRESP. */
export const pingreqSuite: Suite = {
  section: '3.12',
  title: 'PINGREQ',
  cases: [
    brokerCase(
      'pingreq/is-answered',
      { proves: ['3.1.1/MQTT-3.12.4-1', '5.0/MQTT-3.12.4-1'] },
      async ({ connected }) => {
        const peer = await connected();
        peer.send(pingreq);
        await peer.expect('pingresp');
      },
    ),

    brokerCase(
      'pingreq/each-one-is-answered',
      { proves: ['3.1.1/MQTT-3.12.4-1', '5.0/MQTT-3.12.4-1'] },
      async ({ connected }) => {
        const peer = await connected();
        for (let count = 0; count < 3; count += 1) peer.send(pingreq);
        for (let count = 0; count < 3; count += 1) await peer.expect('pingresp');
      },
    ),
  ],
};
