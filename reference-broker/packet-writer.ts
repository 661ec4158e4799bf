import type { Connect } from '../src/packet/connect.ts';
import { encode } from '../src/packet/encode.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';

/** What a client said in CONNECT about what it wants to receive. */
export interface ReceiverTerms {
  readonly protocolVersion: ProtocolVersion;
  /** Absent: no limit. [5.0/U-3.1.2.11.4-1] */
  readonly maximumPacketSizeBytes?: number;
  /** Request Problem Information. [5.0/U-3.1.2.11.7-2] */
  readonly wantsProblemInformation: boolean;
}

export function termsOf({ protocolVersion, properties }: Connect): ReceiverTerms {
  const maximumPacketSizeBytes = properties?.maximumPacketSizeBytes;
  return {
    protocolVersion,
    ...(maximumPacketSizeBytes === undefined ? {} : { maximumPacketSizeBytes }),
    wantsProblemInformation: properties?.requestProblemInformation !== 0,
  };
}

/** Packets on their way out of one Network Connection. Those of one tick leave in one write. */
export interface PacketWriter {
  /** Bytes that the client did not take yet. */
  readonly bufferedBytes: number;
  /** The CONNECT is known: from now on packets fit what the client can take. */
  use(terms: ReceiverTerms): void;
  /** A packet that does not fit is not sent; of its diagnostics it is freed first. */
  send(packet: Packet): 'sent' | 'too-large';
  /** Writes what waits for the end of the tick. */
  flush(): void;
}

/** Room enough for every packet that the standard can express. */
const noLimit = Number.POSITIVE_INFINITY;

export function createPacketWriter(stream: ByteStream): PacketWriter {
  let terms: ReceiverTerms = { protocolVersion: '3.1.1', wantsProblemInformation: true };
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;

  function flush(): void {
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const bytes = others.length === 0 ? first : Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    stream.write(bytes);
  }

  return {
    get bufferedBytes() {
      return stream.bufferedBytes + waitingBytes;
    },
    use(given) {
      terms = given;
    },
    send(packet) {
      const bytes = encodeWithin(packet, terms);
      if (bytes === undefined) return 'too-large';
      if (waiting.length === 0) queueMicrotask(flush);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      return 'sent';
    },
    flush,
  };
}

/** The bytes of a packet, freed of Reason String and User Properties as far as the client's terms ask for it. */
function encodeWithin(packet: Packet, terms: ReceiverTerms): Uint8Array | undefined {
  const mostBytes = terms.maximumPacketSizeBytes ?? noLimit;
  const allowed =
    terms.wantsProblemInformation || mayAlwaysExplain(packet) ? packet : withoutDiagnostics(packet);
  const bytes = encode(allowed, terms.protocolVersion);
  if (bytes.length <= mostBytes) return bytes;
  // User Properties of a message belong to the message; those of other packets are ours to leave out.
  if (packet.type === 'publish') return undefined;
  // [5.0/MQTT-3.2.2-19] [5.0/MQTT-3.2.2-20] [5.0/MQTT-3.4.2-2] [5.0/MQTT-3.4.2-3] [5.0/MQTT-3.5.2-2]
  // [5.0/MQTT-3.5.2-3] [5.0/MQTT-3.6.2-2] [5.0/MQTT-3.6.2-3] [5.0/MQTT-3.7.2-2] [5.0/MQTT-3.7.2-3]
  // [5.0/MQTT-3.9.2-1] [5.0/MQTT-3.9.2-2] [5.0/MQTT-3.11.2-1] [5.0/MQTT-3.11.2-2]
  // [5.0/MQTT-3.14.2-3] [5.0/MQTT-3.14.2-4] [5.0/MQTT-3.15.2-2] [5.0/MQTT-3.15.2-3]
  const bare = encode(withoutDiagnostics(packet), terms.protocolVersion);
  // [5.0/MQTT-3.1.2-24]
  return bare.length <= mostBytes ? bare : undefined;
}

/** [5.0/MQTT-3.1.2-29] */
function mayAlwaysExplain(packet: Packet): boolean {
  return packet.type === 'publish' || packet.type === 'connack' || packet.type === 'disconnect';
}

function withoutDiagnostics(packet: Packet): Packet {
  if (packet.type === 'publish' || !('properties' in packet) || packet.properties === undefined)
    return packet;
  const properties: Record<string, unknown> = { ...packet.properties };
  delete properties['reasonString'];
  delete properties['userProperty'];
  return { ...packet, properties } as Packet;
}
