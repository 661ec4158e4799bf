import {
  type PropertyCarrier,
  type PropertyName,
  type PropertyType,
  properties,
} from '../spec/properties.ts';
import type { PropertiesOf, UserProperty } from './properties-of.ts';
import { type PropertyRule, propertyNameOf, propertyRules } from './property-rules.ts';
import { isRaw, type Raw } from './raw.ts';
import {
  type Field,
  fail,
  type Reader,
  readBinary,
  readByte,
  readFourByteInteger,
  readString,
  readTwoByteInteger,
  readVariableByteInteger,
} from './reader.ts';
import { topicNameViolation } from './topic.ts';
import type { PropertyControls } from './writable.ts';
import {
  beginLength,
  endLength,
  type Writer,
  writeBinary,
  writeByte,
  writeFourByteInteger,
  writeString,
  writeTwoByteInteger,
  writeVariableByteInteger,
} from './writer.ts';

const propertyLength: Field = { title: 'Property Length', truncated: ['5.0/MQTT-2.2.2-1'] };
const identifierField: Field = { title: 'a property identifier', truncated: ['5.0/U-2.2.2.1-1'] };

/** What stands in a decoded packet under the name of a property. */
type PropertyValue = number | string | Uint8Array | UserProperty | readonly (number | UserProperty)[];

/**
 * Reads a Property Length and its properties; gives nothing where the length is 0. (5.0 section 2.2.2)
 */
export function readProperties<C extends PropertyCarrier>(
  reader: Reader,
  carrier: C,
): PropertiesOf<C> | undefined {
  // [5.0/MQTT-2.2.2-1]
  if (reader.offset >= reader.end) {
    fail(reader, 'property-length-missing', 'the Property Length is missing');
    return undefined;
  }
  const length = readVariableByteInteger(reader, propertyLength);
  if (length === 0) return undefined;
  const end = reader.offset + length;
  if (end > reader.packetEnd) {
    // [5.0/U-2.2.2.1-1]
    fail(reader, 'property-length-wrong', `the Property Length ${length} runs past the end of the packet`);
    return undefined;
  }
  reader.end = end;
  reader.isInProperties = true;
  const found: Partial<Record<PropertyName, PropertyValue>> = {};
  while (reader.offset < reader.end) readProperty(reader, carrier, found);
  reader.end = reader.packetEnd;
  reader.isInProperties = false;
  return found as PropertiesOf<C>;
}

function readProperty(
  reader: Reader,
  carrier: PropertyCarrier,
  found: Partial<Record<PropertyName, PropertyValue>>,
): void {
  const identifier = readVariableByteInteger(reader, identifierField);
  const rule = propertyRules[carrier][identifier];
  if (rule === undefined) {
    if (reader.violation === undefined) failUnknown(reader, carrier, identifier);
    return;
  }
  if (rule.sender === reader.receiver) {
    fail(
      reader,
      'property-sender-wrong',
      `the ${reader.receiver} may send ${rule.field.title}, the other side may not`,
      rule.wrongSender,
    );
    return;
  }
  const value = readValue(reader, rule.type, rule.field);
  const before = found[rule.name];
  if (rule.occurs === 'many') {
    const item = value as number | UserProperty;
    if (before === undefined) found[rule.name] = [item];
    else (before as (number | UserProperty)[]).push(item);
  } else if (before === undefined) {
    found[rule.name] = value;
  } else {
    fail(reader, 'property-repeated', `${rule.field.title} stands twice`, rule.repeated);
  }
  if (rule.range !== 'any') checkRange(reader, rule, value as number);
  if (rule.name === 'responseTopic') checkResponseTopic(reader, value as string);
}

function failUnknown(reader: Reader, carrier: PropertyCarrier, identifier: number): void {
  const name = propertyNameOf[identifier];
  const hexadecimal = `0x${identifier.toString(16).padStart(2, '0')}`;
  // [5.0/U-2.2.2.2-1]
  if (name === undefined) {
    fail(reader, 'property-unknown', `no property has the identifier ${hexadecimal}`);
    return;
  }
  const place = carrier === 'will' ? 'the Will Properties' : carrier.toUpperCase();
  fail(
    reader,
    'property-not-allowed',
    `${properties[name].title} (${hexadecimal}) may not stand in ${place}`,
  );
}

function readValue(reader: Reader, type: PropertyType, field: Field): PropertyValue {
  switch (type) {
    case 'byte':
      return readByte(reader, field);
    case 'two-byte-integer':
      return readTwoByteInteger(reader, field);
    case 'four-byte-integer':
      return readFourByteInteger(reader, field);
    case 'variable-byte-integer':
      return readVariableByteInteger(reader, field);
    case 'utf8-string':
      return readString(reader, field);
    case 'utf8-string-pair':
      return [readString(reader, field), readString(reader, field)];
    case 'binary':
      return readBinary(reader, field);
  }
}

function checkRange(reader: Reader, rule: PropertyRule, value: number): void {
  const fits = rule.range === 'zero-or-one' ? value <= 1 : value !== 0;
  if (fits) return;
  const detail = `${rule.field.title} is ${value}`;
  // [5.0/MQTT-3.3.2-8]
  if (rule.name === 'topicAlias') fail(reader, 'topic-alias-zero', detail, rule.outOfRange);
  // [5.0/U-3.3.2.3.8-1] [5.0/U-3.8.2.1.2-1]
  else if (rule.name === 'subscriptionIdentifier') {
    fail(reader, 'subscription-identifier-zero', detail, rule.outOfRange);
  } else fail(reader, 'property-value-out-of-range', detail, rule.outOfRange);
}

function checkResponseTopic(reader: Reader, topicName: string): void {
  const code = topicNameViolation(topicName);
  if (code === undefined) return;
  // [5.0/MQTT-3.3.2-14]: a Response Topic is a Topic Name, so it also has a character [5.0/MQTT-4.7.3-1].
  const statement = code === 'topic-name-has-wildcard' ? '5.0/MQTT-3.3.2-14' : '5.0/MQTT-4.7.3-1';
  fail(reader, code, `the Response Topic is "${topicName}"`, [statement]);
}

/** The part of a packet, or of a will, that holds properties. */
interface WithProperties extends PropertyControls {
  readonly properties?: object;
}

/** Are there properties to write, or is a place for them asked for? */
export function hasProperties(packet: WithProperties): boolean {
  if (packet.propertyLength !== undefined || packet.extraProperties !== undefined) return true;
  for (const _ in packet.properties) return true;
  return false;
}

/** Writes the Property Length and the properties in the order of their keys. (5.0 section 2.2.2) */
export function writeProperties(writer: Writer, packet: WithProperties): void {
  const place = beginLength(writer);
  const values = packet.properties;
  if (values !== undefined) {
    for (const name in values)
      writeProperty(writer, name as PropertyName, values[name as keyof typeof values]);
  }
  if (packet.extraProperties !== undefined) {
    for (const [identifier, value] of packet.extraProperties) {
      writeVariableByteInteger(writer, identifier);
      writeByte(writer, value);
    }
  }
  endLength(writer, place, packet.propertyLength);
}

function writeProperty(writer: Writer, name: PropertyName, value: unknown): void {
  const { identifier, type } = properties[name];
  if (value === undefined) return;
  if (type === 'utf8-string-pair' || (type === 'variable-byte-integer' && Array.isArray(value))) {
    for (const item of value as readonly unknown[]) writeValue(writer, identifier, type, item);
    return;
  }
  writeValue(writer, identifier, type, value);
}

function writeValue(writer: Writer, identifier: number, type: PropertyType, value: unknown): void {
  writeByte(writer, identifier);
  switch (type) {
    case 'byte':
      return writeByte(writer, value as number | Raw);
    case 'two-byte-integer':
      return writeTwoByteInteger(writer, value as number | Raw);
    case 'four-byte-integer':
      return writeFourByteInteger(writer, value as number | Raw);
    case 'variable-byte-integer':
      return writeVariableByteInteger(writer, value as number | Raw);
    case 'utf8-string':
      return writeString(writer, value as string | Raw);
    case 'utf8-string-pair':
      return writePair(writer, value as UserProperty | Raw);
    case 'binary':
      return writeBinary(writer, value as Uint8Array | Raw);
  }
}

function writePair(writer: Writer, pair: UserProperty | Raw): void {
  if (isRaw(pair)) return writeByte(writer, pair);
  writeString(writer, pair[0]);
  writeString(writer, pair[1]);
}
