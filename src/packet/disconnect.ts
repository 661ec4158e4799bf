import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { expectEnd } from './packet-identifier.ts';
import { hasProperties, readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { type Field, type Reader, readByte } from './reader.ts';
import { checkReasonCode, type ReasonCodeStatements } from './reason-code.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeByte } from './writer.ts';

/** DISCONNECT. In 3.1.1 only a client sends it. (3.1.1 and 5.0 section 3.14) */
export interface Disconnect {
  readonly type: 'disconnect';
  /** 5.0 only; absent on the wire means 0x00, and decodes as 0x00. In 3.1.1 always 0x00. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'disconnect'>;
}

const reasonCodeField: Field = { title: 'the Disconnect Reason Code', truncated: ['5.0/U-3.14.2-1'] };
const fromClient: ReasonCodeStatements = {
  notAllowed: ['5.0/MQTT-3.14.2-1'],
  wrongSender: ['5.0/U-3.14.2.1-3'],
};
const fromServer: ReasonCodeStatements = {
  notAllowed: ['5.0/MQTT-3.14.2-1'],
  wrongSender: ['5.0/U-3.14.2.1-2'],
};

/** Reads the body of a DISCONNECT. After a failure of the reader the result means nothing. */
export function parseDisconnect(reader: Reader): Disconnect {
  // [5.0/U-3.14.2.1-1]
  if (reader.version === '3.1.1' || reader.end === reader.offset) {
    expectEnd(reader, ['3.1.1/U-3.14.2-1']);
    return { type: 'disconnect', reasonCode: 0 };
  }
  const reasonCode = readByte(reader, reasonCodeField);
  // [5.0/MQTT-3.14.2-1]
  checkReasonCode(reader, 'disconnect', reasonCode, reader.receiver === 'server' ? fromClient : fromServer);
  // [5.0/U-3.14.2.2.1-1]
  if (reader.offset === reader.end) return { type: 'disconnect', reasonCode };
  const properties = readProperties(reader, 'disconnect');
  expectEnd(reader, ['5.0/U-3.14.3-1']);
  return properties === undefined
    ? { type: 'disconnect', reasonCode }
    : { type: 'disconnect', reasonCode, properties };
}

/** Writes as little as the standard allows: no properties if there are none, no Reason Code if it is 0. */
export function writeDisconnect(
  writer: Writer,
  packet: Writable<Disconnect>,
  version: ProtocolVersion,
): void {
  const withProperties = version === '5.0' && hasProperties(packet);
  if (
    withProperties ||
    typeof packet.reasonCode !== 'number' ||
    (version === '5.0' && packet.reasonCode !== 0)
  ) {
    writeByte(writer, packet.reasonCode);
  }
  if (withProperties) writeProperties(writer, packet);
}
