import { acceptConnect, type Lie, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { keepRefusedOpen, watchAccepted } from './accepted-links.ts';

export const refusedConnectSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/wrong-credentials-are-accepted',
    {
      breaks: ['3.1.1/U-3.1.4-2', '5.0/MQTT-3.1.4-2'],
      does: 'Accepts a CONNECT whose credentials the broker refuses.',
    },
    () => acceptConnect(),
  ),

  saboteur(
    'connect/wrong-credentials-leave-the-connection-open',
    {
      breaks: ['3.1.1/U-3.1.4-2', '5.0/MQTT-3.1.4-2'],
      does: 'Lets the refusal of credentials pass, but not the close after it.',
    },
    () => keepRefusedOpen(),
  ),

  saboteur(
    'connect/publish-of-a-refused-client-is-processed',
    {
      breaks: ['3.1.1/MQTT-3.1.4-5', '5.0/MQTT-3.1.4-6'],
      does: 'Publishes, through the first client that was accepted, what a refused client sent.',
    },
    () => smuggle(),
  ),
];

function smuggle(): Lie {
  const accepted = watchAccepted();
  return {
    ...accepted.lie,
    fromPeer({ packet, bytes }, link) {
      const [through] = accepted.links;
      if (packet?.type !== 'publish' || accepted.links.has(link) || through === undefined) return 'pass';
      through.toBroker(bytes);
      return 'drop';
    },
  };
}
