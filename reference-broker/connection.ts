import type { Connect } from '../src/packet/connect.ts';
import { createDecoder, type Decoded, type DecodedViolation } from '../src/packet/decoder.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import type { Timer } from '../src/transport/clock.ts';
import { type ClientHost, welcome } from './accept-connect.ts';
import type { ConnectedClient } from './client.ts';
import { refusingConnack } from './connack.ts';
import type { BrokerCore } from './core.ts';
import { depart } from './departure.ts';
import { dispatch } from './dispatch.ts';
import { continueHandshake, type HandshakeStep, handshakeOf, type OpenAuthentication } from './handshake.ts';
import { createInboundPump } from './inbound-pump.ts';
import { type KeepAlive, startKeepAlive } from './keep-alive.ts';
import { createPacketWriter, termsOf } from './packet-writer.ts';
import { diagnostic, Reason, type Refusal } from './reason.ts';

type State =
  | { readonly kind: 'awaiting-connect' }
  | { readonly kind: 'authenticating'; readonly authentication: OpenAuthentication }
  | { readonly kind: 'connected'; readonly client: ConnectedClient; readonly keepAlive: KeepAlive }
  | { readonly kind: 'closing' };

/** One Network Connection of the broker. */
export interface Connection {
  /** The broker stops. */
  shutDown(): void;
}

/** @param onEnded called once, when the stream is gone. */
export function openConnection(core: BrokerCore, stream: ByteStream, onEnded: () => void): Connection {
  const { clock } = core;
  const { limits, capabilities } = core.settings;
  const decoder = createDecoder({
    receiver: 'server',
    maximumPacketSizeBytes: capabilities.maximumPacketSizeBytes,
  });
  const writer = createPacketWriter(stream);
  let state: State = { kind: 'awaiting-connect' };
  // Runs from the first byte to CONNACK, then again from the close to the end of the stream.
  // [5.0/U-3.1.4-1] [3.1.1/U-3.1.4-1]
  let deadline: Timer = clock.setTimer(limits.connectTimeoutMs, () => close());

  function close(lastPacket?: Packet): void {
    if (state.kind === 'closing') return;
    const before = state;
    // From here on nothing that arrives is looked at. [5.0/MQTT-3.1.4-6] [3.1.1/MQTT-3.1.4-5]
    state = { kind: 'closing' };
    deadline.cancel();
    pump.stop();
    if (lastPacket !== undefined) writer.send(lastPacket);
    writer.flush();
    // [5.0/MQTT-3.14.4-1] [5.0/MQTT-3.14.4-2] [5.0/MQTT-4.13.1-1] [5.0/MQTT-4.13.2-1]
    // [3.1.1/MQTT-4.8.0-1] [3.1.1/MQTT-2.2.2-2] [3.1.1/MQTT-3.14.1-1]
    stream.close();
    deadline = clock.setTimer(limits.closeTimeoutMs, () => stream.reset());
    if (before.kind !== 'connected') return;
    before.keepAlive.stop();
    depart(core, before.client);
  }

  /** Says why in 5.0; in 3.1.1 only a client sends DISCONNECT. Only a connected client gets here. [5.0/MQTT-3.14.0-1] */
  function fail(version: ProtocolVersion, { reasonCode, detail }: Refusal): void {
    if (version === '3.1.1') return close();
    // Without a Session Expiry Interval. [5.0/U-4.13.1-7] [5.0/MQTT-3.14.2-1] [5.0/MQTT-3.14.2-2] [5.0/U-3.14-2]
    close({ type: 'disconnect', reasonCode, properties: { reasonString: diagnostic(detail) } });
  }

  /** [5.0/MQTT-3.2.2-7] [3.1.1/MQTT-3.2.2-5] [5.0/MQTT-3.1.4-1] [5.0/MQTT-3.1.4-2] [5.0/MQTT-3.1.3-8] [3.1.1/MQTT-3.1.3-9] */
  function refuse(version: ProtocolVersion, refusal: Refusal): void {
    close(refusingConnack(version, refusal));
  }

  function take(step: HandshakeStep, version: ProtocolVersion): void {
    switch (step.kind) {
      case 'refuse':
        return refuse(version, step.refusal);
      case 'challenge':
        state = { kind: 'authenticating', authentication: step.authentication };
        return void writer.send(step.auth);
      case 'accept': {
        deadline.cancel();
        const welcomed = welcome(core, step, host);
        const { client, keepAliveSeconds } = welcomed;
        const keepAlive = startKeepAlive(clock, keepAliveSeconds, () =>
          client.fail({
            reasonCode: Reason.keepAliveTimeout,
            detail: 'Nothing heard for 1.5 times Keep Alive',
          }),
        );
        state = { kind: 'connected', client, keepAlive };
        return welcomed.start();
      }
    }
  }

  function onConnect(connect: Connect): void {
    writer.use(termsOf(connect));
    take(handshakeOf(core, connect), connect.protocolVersion);
  }

  function onPacket(packet: Packet): void {
    switch (state.kind) {
      case 'awaiting-connect':
        // [5.0/MQTT-3.1.0-1] [3.1.1/MQTT-3.1.0-1]
        return packet.type === 'connect' ? onConnect(packet) : close();
      case 'authenticating':
        return packet.type === 'disconnect'
          ? close()
          : take(continueHandshake(core, state.authentication, packet), '5.0');
      case 'connected':
        state.keepAlive.packetArrived();
        return dispatch(core, state.client, packet);
      case 'closing':
        return;
    }
  }

  function onViolation(decoded: DecodedViolation): void {
    const { reasonCode, detail } = decoded.violation;
    switch (state.kind) {
      case 'awaiting-connect':
        return onBadConnect(decoded);
      case 'authenticating':
        return refuse('5.0', { reasonCode, detail });
      case 'connected':
        return state.client.fail({ reasonCode: disconnectCodeOf(reasonCode), detail });
      case 'closing':
        return;
    }
  }

  function onBadConnect({ violation, version, fatal }: DecodedViolation): void {
    // 3.1.1 wants an answer where 5.0 allows one, so it is given in the form of 3.1.1.
    // [3.1.1/MQTT-3.1.2-2] [5.0/MQTT-3.1.2-2]
    if (violation.code === 'protocol-level-unsupported') {
      return refuse('3.1.1', { reasonCode: Reason.unsupportedProtocolVersion, detail: violation.detail });
    }
    // Who is not known to speak MQTT gets no answer. [5.0/MQTT-3.1.2-1] [3.1.1/MQTT-3.1.2-1] [3.1.1/MQTT-3.1.4-1]
    if (fatal || version === '3.1.1' || violation.code === 'protocol-name-unknown') return close();
    writer.use({ protocolVersion: '5.0', wantsProblemInformation: true });
    // [5.0/U-4.13.1-6] [5.0/U-4.13.1-8]
    refuse('5.0', { reasonCode: violation.reasonCode, detail: violation.detail });
  }

  const host: ClientHost = {
    writer,
    close,
    fail,
  };
  const pump = createInboundPump({
    stream,
    decoder,
    stallTimeoutMs: limits.stallTimeoutMs,
    clock,
    isCongested: () => writer.bufferedBytes > limits.outboundBufferBytes,
    handle: (decoded: Decoded) =>
      decoded.kind === 'packet' ? onPacket(decoded.packet) : onViolation(decoded),
    // Nothing that is sent would be read, a DISCONNECT neither.
    onStalled() {
      close();
      stream.reset();
    },
    onFailure(error) {
      core.settings.onError(error);
      if (state.kind === 'connected') {
        state.client.fail({ reasonCode: Reason.unspecifiedError, detail: 'The broker failed' });
      } else close();
    },
  });

  stream.onDrain(() => {
    if (state.kind === 'connected') state.client.session.outbound.pump();
    pump.resume();
  });
  stream.onEnd(() => {
    // As if the network had failed, unless a DISCONNECT came before. [5.0/U-3.1.2.5-2] [5.0/U-3.1.2.5-4] [5.0/U-3.14-1]
    // [3.1.1/U-3.1.2.5-1] [3.1.1/U-3.1.2.5-3]
    close();
    deadline.cancel();
    onEnded();
  });

  return {
    shutDown() {
      if (state.kind !== 'connected') return close();
      const { client } = state;
      client.will = undefined;
      client.fail({ reasonCode: Reason.serverShuttingDown, detail: 'The broker is shutting down' });
    },
  };
}

/** A Reason Code that only CONNACK may carry, said in DISCONNECT. [5.0/MQTT-3.14.2-1] */
function disconnectCodeOf(reasonCode: number): number {
  return reasonCode === Reason.unsupportedProtocolVersion ? Reason.protocolError : reasonCode;
}
