import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { BrokerCore } from './core.ts';

/** A connected client as an operator sees it. Every text in it was chosen by the client. */
export interface ClientSummary {
  readonly clientIdentifier: string;
  readonly userName?: string;
  /** `tcp 127.0.0.1:40123` */
  readonly address: string;
  readonly protocolVersion: ProtocolVersion;
  readonly connectedAtMillis: number;
  readonly messagesReceived: number;
  readonly messagesSent: number;
  readonly queuedMessages: number;
}

/** Every connected client, made one by one while they are asked for. */
export function* clientsOf({ sessions }: Pick<BrokerCore, 'sessions'>): Generator<ClientSummary> {
  for (const { identity, connection, outbound } of sessions.values()) {
    if (connection === undefined) continue;
    yield {
      clientIdentifier: identity.clientIdentifier,
      ...(identity.userName === undefined ? {} : { userName: identity.userName }),
      address: connection.address,
      protocolVersion: identity.protocolVersion,
      connectedAtMillis: connection.connectedAtMillis,
      messagesReceived: connection.messagesReceived,
      messagesSent: connection.messagesSent,
      queuedMessages: outbound.queuedMessages,
    };
  }
}
