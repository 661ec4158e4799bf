import {
  type PropertyCarrier,
  type PropertyName,
  type PropertyType,
  properties,
} from '../spec/properties.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import { rangeStatements, repeatedStatements, senderStatements } from './property-statements.ts';
import type { Field } from './reader.ts';
import type { Statements } from './violation-table.ts';

/** Which values a property may have. */
export type ValueRange = 'any' | 'zero-or-one' | 'not-zero';

/** What the decoder has to know about one property in one place. */
export interface PropertyRule {
  readonly name: PropertyName;
  readonly type: PropertyType;
  readonly occurs: 'once' | 'many';
  readonly sender: 'client' | 'server' | 'both';
  readonly range: ValueRange;
  readonly field: Field;
  readonly repeated: Statements | undefined;
  readonly outOfRange: Statements | undefined;
  readonly wrongSender: Statements | undefined;
}

const zeroOrOne: readonly PropertyName[] = [
  'payloadFormatIndicator',
  'requestProblemInformation',
  'requestResponseInformation',
  'maximumQoS',
  'retainAvailable',
  'wildcardSubscriptionAvailable',
  'subscriptionIdentifierAvailable',
  'sharedSubscriptionAvailable',
];
const notZero: readonly PropertyName[] = [
  'receiveMaximum',
  'maximumPacketSizeBytes',
  'topicAlias',
  'subscriptionIdentifier',
];

const allNames = Object.keys(properties) as readonly PropertyName[];

/** The properties by their identifier on the wire. */
export const propertyNameOf: readonly (PropertyName | undefined)[] = Array.from(
  { length: 0x80 },
  (_, identifier) => allNames.find((name) => properties[name].identifier === identifier),
);

const carriers: readonly PropertyCarrier[] = [
  'connect',
  'will',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'disconnect',
  'auth',
];

/** For each place the rules of the properties that may stand there, by identifier. */
export const propertyRules = Object.fromEntries(
  carriers.map((carrier) => [carrier, propertyNameOf.map((name) => ruleOf(carrier, name))]),
) as unknown as Readonly<Record<PropertyCarrier, readonly (PropertyRule | undefined)[]>>;

function ruleOf(carrier: PropertyCarrier, name: PropertyName | undefined): PropertyRule | undefined {
  if (name === undefined) return undefined;
  const definition: (typeof properties)[PropertyName] = properties[name];
  const use = Object.entries(definition.carriers).find(([place]) => place === carrier)?.[1];
  if (use === undefined) return undefined;
  const repeated = one(repeatedStatements[carrier]?.[name]);
  return {
    name,
    type: definition.type,
    occurs: use.occurs,
    sender: use.sender,
    range: rangeOf(name),
    field: fieldOf(name, definition.title, definition.type),
    repeated,
    outOfRange: one(rangeStatements[carrier]?.[name]) ?? repeated,
    wrongSender: one(senderStatements[carrier]?.[name]),
  };
}

function rangeOf(name: PropertyName): ValueRange {
  if (zeroOrOne.includes(name)) return 'zero-or-one';
  return notZero.includes(name) ? 'not-zero' : 'any';
}

function fieldOf(name: PropertyName, title: string, type: PropertyType): Field {
  const field: Field = { title, truncated: ['5.0/U-2.2.2.1-1'] };
  if (type === 'utf8-string-pair') {
    return { ...field, illFormed: ['5.0/MQTT-1.5.7-1'], nullCharacter: ['5.0/MQTT-1.5.7-1'] };
  }
  if (name === 'responseTopic') {
    return { ...field, illFormed: ['5.0/MQTT-3.3.2-13'], nullCharacter: ['5.0/MQTT-4.7.3-2'] };
  }
  return name === 'contentType' ? { ...field, illFormed: ['5.0/MQTT-3.3.2-19'] } : field;
}

function one(statement: StatementId | undefined): Statements | undefined {
  return statement === undefined ? undefined : [statement];
}
