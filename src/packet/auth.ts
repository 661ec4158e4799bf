import { expectEnd } from './packet-identifier.ts';
import { hasProperties, readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { type Field, fail, type Reader, readByte } from './reader.ts';
import { checkReasonCode, type ReasonCodeStatements } from './reason-code.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeByte } from './writer.ts';

/** AUTH: 5.0 only. (5.0 section 3.15) */
export interface Auth {
  readonly type: 'auth';
  /** 0x00, 0x18 or 0x19; absent on the wire means 0x00, and decodes as 0x00. */
  readonly reasonCode: number;
  readonly properties?: PropertiesOf<'auth'>;
}

const reasonCodeField: Field = { title: 'the Authenticate Reason Code', truncated: ['5.0/U-3.15.2-1'] };
const fromClient: ReasonCodeStatements = {
  notAllowed: ['5.0/MQTT-3.15.2-1'],
  wrongSender: ['5.0/U-3.15.2.1-1'],
};
const fromServer: ReasonCodeStatements = {
  notAllowed: ['5.0/MQTT-3.15.2-1'],
  wrongSender: ['5.0/U-3.15.2.1-2'],
};

/** Reads the body of an AUTH. After a failure of the reader the result means nothing. */
export function parseAuth(reader: Reader): Auth {
  // [5.0/U-3.15.2.1-3]: an empty body stands for Success without properties.
  const isEmpty = reader.end === reader.offset;
  const reasonCode = isEmpty ? 0 : readByte(reader, reasonCodeField);
  // [5.0/MQTT-3.15.2-1]
  checkReasonCode(reader, 'auth', reasonCode, reader.receiver === 'server' ? fromClient : fromServer);
  const properties = isEmpty ? undefined : readProperties(reader, 'auth');
  expectEnd(reader, ['5.0/U-3.15.3-1']);
  // [5.0/U-3.15.2.2.2-1]
  if (properties?.authenticationMethod === undefined) {
    fail(reader, 'authentication-method-missing', 'the Authentication Method is missing');
  }
  return properties === undefined ? { type: 'auth', reasonCode } : { type: 'auth', reasonCode, properties };
}

/** Writes nothing for Success without properties. */
export function writeAuth(writer: Writer, packet: Writable<Auth>): void {
  if (packet.reasonCode === 0 && !hasProperties(packet)) return;
  writeByte(writer, packet.reasonCode);
  writeProperties(writer, packet);
}
