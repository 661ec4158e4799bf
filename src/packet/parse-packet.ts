import { parseAuth } from './auth.ts';
import { parseConnack } from './connack.ts';
import { parseConnect } from './connect.ts';
import { parseDisconnect } from './disconnect.ts';
import type { Packet } from './packet.ts';
import { isSentTo, type PacketHeader, packetHeaders } from './packet-header.ts';
import { parsePingreq } from './pingreq.ts';
import { parsePingresp } from './pingresp.ts';
import { parsePuback } from './puback.ts';
import { parsePubcomp } from './pubcomp.ts';
import { parsePublish } from './publish.ts';
import { parsePubrec } from './pubrec.ts';
import { parsePubrel } from './pubrel.ts';
import { fail, type Reader } from './reader.ts';
import { parseSuback } from './suback.ts';
import { parseSubscribe } from './subscribe.ts';
import { parseUnsuback } from './unsuback.ts';
import { parseUnsubscribe } from './unsubscribe.ts';
import { violationOf } from './violation.ts';

/**
 * Reads one packet whose bytes are complete. If it breaks a rule, the reader holds the violation and the
 * result is to be thrown away.
 *
 * @param start - where the packet begins in `bytes`
 * @param headerBytes - how many bytes the Fixed Header takes
 * @param end - where the packet ends
 */
export function parsePacket(
  reader: Reader,
  bytes: Buffer,
  start: number,
  headerBytes: number,
  end: number,
): Packet | undefined {
  const firstByte = bytes[start] as number;
  const header = packetHeaders[firstByte >> 4];
  reader.violation = undefined;
  reader.bytes = bytes;
  reader.offset = start + headerBytes;
  reader.end = end;
  reader.packetEnd = end;
  if (header === undefined || (header.type === 'auth' && reader.version === '3.1.1')) {
    failReserved(reader, firstByte >> 4);
    return undefined;
  }
  reader.packetType = header.type;
  checkHeader(reader, header, firstByte & 0x0f);
  if (reader.violation !== undefined) return undefined;
  const packet = parseBody(reader, header, firstByte & 0x0f);
  // [5.0/MQTT-1.5.5-1]; 3.1.1 has no such rule.
  if (headerBytes > 2 && reader.version === '5.0' && bytes[start + headerBytes - 1] === 0) {
    fail(reader, 'remaining-length-not-minimal', `the Remaining Length takes ${headerBytes - 1} bytes`);
  }
  return packet;
}

function failReserved(reader: Reader, number: number): void {
  // [3.1.1/U-2.2.1-1] [3.1.1/U-2.2.1-2] [5.0/U-2.1.2-1]
  const specific = number === 0 ? undefined : (['3.1.1/U-2.2.1-2'] as const);
  const detail = `the packet type ${number} is reserved`;
  reader.violation = violationOf('packet-type-reserved', reader.version, detail, specific);
}

function checkHeader(reader: Reader, header: PacketHeader, flags: number): void {
  if (!isSentTo(reader.receiver, header, reader.version)) {
    // [3.1.1/U-2.2.1-3] [3.1.1/U-2.2.1-4] [5.0/U-2.1.2-2] [5.0/U-2.1.2-3]
    const code = reader.receiver === 'server' ? 'client-sent-server-packet' : 'server-sent-client-packet';
    fail(reader, code, `only the ${reader.receiver} may send it`);
    return;
  }
  // [3.1.1/MQTT-2.2.2-1] [5.0/MQTT-2.1.3-1]
  if (header.flags !== undefined && header.flags !== flags) {
    fail(reader, 'reserved-bits-set', `the flags are ${flags}, not ${header.flags}`, header.flagStatements);
  }
}

function parseBody(reader: Reader, header: PacketHeader, flags: number): Packet {
  switch (header.type) {
    case 'publish':
      return parsePublish(reader, flags);
    case 'puback':
      return parsePuback(reader);
    case 'pubrec':
      return parsePubrec(reader);
    case 'pubrel':
      return parsePubrel(reader);
    case 'pubcomp':
      return parsePubcomp(reader);
    case 'connect':
      return parseConnect(reader);
    case 'connack':
      return parseConnack(reader);
    case 'subscribe':
      return parseSubscribe(reader);
    case 'suback':
      return parseSuback(reader);
    case 'unsubscribe':
      return parseUnsubscribe(reader);
    case 'unsuback':
      return parseUnsuback(reader);
    case 'pingreq':
      return parsePingreq(reader);
    case 'pingresp':
      return parsePingresp(reader);
    case 'disconnect':
      return parseDisconnect(reader);
    case 'auth':
      return parseAuth(reader);
  }
}
