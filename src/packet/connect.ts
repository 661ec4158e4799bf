import { type ProtocolVersion, protocolLevelOf } from '../spec/protocol-version.ts';
import { expectEnd } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';
import {
  type Field,
  fail,
  type Reader,
  readBinary,
  readByte,
  readString,
  readTwoByteInteger,
} from './reader.ts';
import { topicNameViolation } from './topic.ts';
import type { Statements } from './violation-table.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeBinary, writeByte, writeString, writeTwoByteInteger } from './writer.ts';

/** The Will Message of a CONNECT. (3.1.1 section 3.1.2.5, 5.0 section 3.1.2.5) */
export interface Will {
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'will'>;
}

/** CONNECT: the first packet of a client. (3.1.1 and 5.0 section 3.1) */
export interface Connect {
  readonly type: 'connect';
  readonly protocolVersion: ProtocolVersion;
  /** Clean Session of 3.1.1, Clean Start of 5.0. */
  readonly cleanStart: boolean;
  readonly keepAliveSeconds: number;
  readonly clientIdentifier: string;
  readonly will?: Will;
  readonly userName?: string;
  readonly password?: Uint8Array;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'connect'>;
}

const layout: Statements = ['3.1.1/U-3.1.2-1', '5.0/U-3.1.2-1'];
const protocolNameField: Field = { title: 'the Protocol Name', truncated: layout };
const protocolLevelField: Field = { title: 'the protocol level', truncated: layout };
const flagsField: Field = { title: 'the Connect Flags', truncated: layout };
const keepAliveField: Field = { title: 'the Keep Alive', truncated: layout };
const clientIdentifierField: Field = {
  title: 'the Client Identifier',
  truncated: ['3.1.1/MQTT-3.1.3-3', '5.0/MQTT-3.1.3-3'],
  illFormed: ['3.1.1/MQTT-3.1.3-4', '5.0/MQTT-3.1.3-4'],
};
const willTopicField: Field = {
  title: 'the Will Topic',
  truncated: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.1.2-9'],
  illFormed: ['3.1.1/MQTT-3.1.3-10', '5.0/MQTT-3.1.3-11'],
  nullCharacter: ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'],
};
const willPayloadField: Field = {
  title: 'the Will Payload',
  truncated: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.1.2-9'],
};
const userNameField: Field = {
  title: 'the User Name',
  truncated: ['3.1.1/MQTT-3.1.2-19', '5.0/MQTT-3.1.2-17'],
  illFormed: ['3.1.1/MQTT-3.1.3-11', '5.0/MQTT-3.1.3-12'],
};
const passwordField: Field = {
  title: 'the Password',
  truncated: ['3.1.1/MQTT-3.1.2-21', '5.0/MQTT-3.1.2-19'],
};

const flag = {
  reserved: 0x01,
  cleanStart: 0x02,
  will: 0x04,
  willRetain: 0x20,
  password: 0x40,
  userName: 0x80,
};

/**
 * Reads the body of a CONNECT, and from it the version, which it leaves in the reader. After a failure of
 * the reader the result means nothing.
 */
export function parseConnect(reader: Reader): Connect {
  const protocolVersion = readProtocol(reader);
  const flags = readByte(reader, flagsField);
  checkFlags(reader, flags);
  const keepAliveSeconds = readTwoByteInteger(reader, keepAliveField);
  const properties = protocolVersion === '5.0' ? readProperties(reader, 'connect') : undefined;
  // [5.0/U-3.1.2.11.10-1]
  if (properties?.authenticationData !== undefined && properties.authenticationMethod === undefined) {
    fail(reader, 'authentication-data-without-method', 'Authentication Data has no Authentication Method');
  }
  const clientIdentifier = readString(reader, clientIdentifierField);
  const will = (flags & flag.will) === 0 ? undefined : readWill(reader, flags);
  const userName = (flags & flag.userName) === 0 ? undefined : readString(reader, userNameField);
  const password = (flags & flag.password) === 0 ? undefined : readBinary(reader, passwordField);
  expectEnd(reader, trailingStatements(flags));
  return {
    type: 'connect',
    protocolVersion,
    cleanStart: (flags & flag.cleanStart) !== 0,
    keepAliveSeconds,
    clientIdentifier,
    ...(will === undefined ? {} : { will }),
    ...(userName === undefined ? {} : { userName }),
    ...(password === undefined ? {} : { password }),
    ...(properties === undefined ? {} : { properties }),
  };
}

// The version is known before its check, so that a refusal can be worded for the sender's version.
function readProtocol(reader: Reader): ProtocolVersion {
  const name = readString(reader, protocolNameField);
  const level = readByte(reader, protocolLevelField);
  // Some bridges mark themselves by the highest bit.
  const version = (level & 0x7f) < protocolLevelOf['5.0'] ? '3.1.1' : '5.0';
  reader.version = version;
  if (reader.violation !== undefined) return version;
  // [3.1.1/MQTT-3.1.2-1] [5.0/MQTT-3.1.2-1]
  if (name !== 'MQTT') fail(reader, 'protocol-name-unknown', `the Protocol Name is "${name}"`);
  // [3.1.1/MQTT-3.1.2-2] [5.0/MQTT-3.1.2-2]
  else if (level !== protocolLevelOf[version]) {
    fail(reader, 'protocol-level-unsupported', `the protocol level is ${level}`);
  } else reader.acceptedVersion = version;
  return version;
}

function checkFlags(reader: Reader, flags: number): void {
  // [3.1.1/MQTT-3.1.2-3] [5.0/MQTT-3.1.2-3]
  if ((flags & flag.reserved) !== 0)
    fail(reader, 'connect-reserved-flag-set', 'bit 0 of the Connect Flags is 1');
  const willQoS = (flags >> 3) & 0x03;
  if ((flags & flag.will) === 0) {
    // [3.1.1/MQTT-3.1.2-13] [5.0/MQTT-3.1.2-11]
    if (willQoS !== 0) fail(reader, 'will-qos-without-will', `the Will QoS is ${willQoS}, the Will Flag 0`);
    // [3.1.1/MQTT-3.1.2-15] [5.0/MQTT-3.1.2-13]
    if ((flags & flag.willRetain) !== 0) {
      fail(reader, 'will-retain-without-will', 'Will Retain is 1, the Will Flag 0');
    }
  }
  // [3.1.1/MQTT-3.1.2-14] [5.0/MQTT-3.1.2-12]
  if (willQoS === 3) fail(reader, 'will-qos-invalid', 'the Will QoS is 3');
  // [3.1.1/MQTT-3.1.2-22]
  if (reader.version === '3.1.1' && (flags & (flag.userName | flag.password)) === flag.password) {
    fail(reader, 'password-without-user-name', 'the Password Flag is 1, the User Name Flag 0');
  }
}

function readWill(reader: Reader, flags: number): Will {
  const properties = reader.version === '5.0' ? readProperties(reader, 'will') : undefined;
  const topicName = readString(reader, willTopicField);
  const code = topicNameViolation(topicName);
  // [3.1.1/MQTT-4.7.3-1] [5.0/MQTT-4.7.3-1] [3.1.1/MQTT-4.7.1-1] [5.0/MQTT-4.7.0-1]
  if (code !== undefined) fail(reader, code, `the Will Topic is "${topicName}"`);
  const payload = readBinary(reader, willPayloadField);
  const qos = ((flags >> 3) & 0x03) as QoS;
  const retain = (flags & flag.willRetain) !== 0;
  return { topicName, payload, qos, retain, ...(properties === undefined ? {} : { properties }) };
}

// Bytes left over are most likely a field whose flag is 0.
function trailingStatements(flags: number): Statements {
  if ((flags & flag.userName) === 0) return ['3.1.1/MQTT-3.1.2-18', '5.0/MQTT-3.1.2-16'];
  if ((flags & flag.password) === 0) return ['3.1.1/MQTT-3.1.2-20', '5.0/MQTT-3.1.2-18'];
  return ['3.1.1/MQTT-3.1.3-1', '5.0/MQTT-3.1.3-1'];
}

/** Writes the version that the packet names. */
export function writeConnect(writer: Writer, packet: Writable<Connect>): void {
  const version = packet.protocolVersion;
  writeString(writer, packet.protocolName ?? 'MQTT');
  writeByte(writer, packet.protocolLevel ?? protocolLevelOf[version]);
  writeByte(writer, packet.connectFlags ?? flagsOf(packet));
  writeTwoByteInteger(writer, packet.keepAliveSeconds);
  if (version === '5.0') writeProperties(writer, packet);
  writeString(writer, packet.clientIdentifier);
  const will = packet.will;
  if (will !== undefined) {
    if (version === '5.0') writeProperties(writer, will);
    writeString(writer, will.topicName);
    writeBinary(writer, will.payload);
  }
  if (packet.userName !== undefined) writeString(writer, packet.userName);
  if (packet.password !== undefined) writeBinary(writer, packet.password);
}

function flagsOf(packet: Writable<Connect>): number {
  const will = packet.will;
  const willFlags =
    will === undefined ? 0 : flag.will | ((will.qos & 0x03) << 3) | (will.retain ? flag.willRetain : 0);
  return (
    willFlags |
    (packet.cleanStart ? flag.cleanStart : 0) |
    (packet.userName === undefined ? 0 : flag.userName) |
    (packet.password === undefined ? 0 : flag.password)
  );
}
