import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { expectEnd } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { type Field, fail, type Reader, readByte } from './reader.ts';
import { checkReasonCode } from './reason-code.ts';
import type { Statements } from './violation-table.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeByte } from './writer.ts';

/** CONNACK: the server's answer to CONNECT. (3.1.1 and 5.0 section 3.2) */
export interface Connack {
  readonly type: 'connack';
  readonly sessionPresent: boolean;
  /** Connect Reason Code of 5.0, Connect Return code of 3.1.1. */
  readonly reasonCode: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'connack'>;
}

const layout: Statements = ['3.1.1/U-3.2.1-1', '5.0/U-3.2.2-1'];
const flagsField: Field = { title: 'the Connect Acknowledge Flags', truncated: layout };
const reasonCodeField: Field = { title: 'the Connect Reason Code', truncated: layout };
const highestReturnCode311 = 5;

/** Reads the body of a CONNACK. After a failure of the reader the result means nothing. */
export function parseConnack(reader: Reader): Connack {
  const flags = readByte(reader, flagsField);
  // [3.1.1/U-3.2.2.1-1] [5.0/MQTT-3.2.2-1]
  if (flags > 1) fail(reader, 'connack-reserved-flags-set', `the Connect Acknowledge Flags are ${flags}`);
  const sessionPresent = flags === 1;
  const reasonCode = readByte(reader, reasonCodeField);
  checkConnectReasonCode(reader, reasonCode);
  // [3.1.1/MQTT-3.2.2-4] [5.0/MQTT-3.2.2-6]
  if (sessionPresent && reasonCode !== 0) {
    fail(reader, 'session-present-with-refusal', `Session Present stands beside code ${reasonCode}`);
  }
  const properties = reader.version === '5.0' ? readProperties(reader, 'connack') : undefined;
  expectEnd(reader, ['3.1.1/U-3.2.3-1', '5.0/U-3.2.3-1']);
  return properties === undefined
    ? { type: 'connack', sessionPresent, reasonCode }
    : { type: 'connack', sessionPresent, reasonCode, properties };
}

function checkConnectReasonCode(reader: Reader, code: number): void {
  // [5.0/MQTT-3.2.2-8]
  if (reader.version === '5.0') {
    checkReasonCode(reader, 'connack', code, { notAllowed: ['5.0/MQTT-3.2.2-8'] });
    return;
  }
  // [3.1.1/MQTT-3.2.2-6]: where none of the six codes fits, no CONNACK may be sent.
  if (code <= highestReturnCode311) return;
  fail(reader, 'reason-code-not-allowed', `the return code ${code} is reserved`, ['3.1.1/MQTT-3.2.2-6']);
}

export function writeConnack(writer: Writer, packet: Writable<Connack>, version: ProtocolVersion): void {
  writeByte(writer, packet.acknowledgeFlags ?? (packet.sessionPresent ? 1 : 0));
  writeByte(writer, packet.reasonCode);
  if (version === '5.0') writeProperties(writer, packet);
}
