import type { DecodedPacket } from '../src/packet/decoder.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { onPuback, onPubcomp, onPubrec, onPubrel } from './on-acknowledgement.ts';
import { onAuth } from './on-auth.ts';
import { onDisconnect } from './on-disconnect.ts';
import { onPublish } from './on-publish.ts';
import { onSubscribe } from './on-subscribe.ts';
import { onUnsubscribe } from './on-unsubscribe.ts';
import { Reason } from './reason.ts';

/** Gives a packet of a connected client to its handler. */
export function dispatch(core: BrokerCore, client: ConnectedClient, decoded: DecodedPacket): void {
  const { packet } = decoded;
  switch (packet.type) {
    case 'publish':
      return onPublish(core, client, packet, decoded);
    case 'puback':
      return onPuback(client, packet);
    case 'pubrec':
      return onPubrec(client, packet);
    case 'pubrel':
      return onPubrel(client, packet);
    case 'pubcomp':
      return onPubcomp(client, packet);
    case 'subscribe':
      return onSubscribe(core, client, packet);
    case 'unsubscribe':
      return onUnsubscribe(core, client, packet);
    case 'pingreq':
      // [5.0/MQTT-3.12.4-1] [3.1.1/MQTT-3.12.4-1]
      return client.send({ type: 'pingresp' });
    case 'disconnect':
      return onDisconnect(core, client, packet);
    case 'auth':
      return onAuth(core, client, packet);
    case 'connect':
      // [5.0/MQTT-3.1.0-2] [3.1.1/MQTT-3.1.0-2]
      return client.fail({ reasonCode: Reason.protocolError, detail: 'A second CONNECT' });
    case 'connack':
    case 'suback':
    case 'unsuback':
    case 'pingresp':
      // [5.0/U-2.1.2-3] [3.1.1/U-2.2.1-4]
      return client.fail({ reasonCode: Reason.protocolError, detail: `Only a Server sends ${packet.type}` });
  }
}
