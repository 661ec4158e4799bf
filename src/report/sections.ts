import type { ProtocolVersion } from '../spec/protocol-version.ts';

/** A section of the standard as reports group by it: two levels deep, of one version. */
export interface Section {
  readonly mqtt: ProtocolVersion;
  /** `3.1`, `4.7`; a chapter that reports do not divide is `6` or `7`. */
  readonly number: string;
  readonly title: string;
}

const shared: Readonly<Record<string, string>> = {
  '1.5': 'Data representation',
  '1.6': 'Security',
  '2.1': 'Structure of a Control Packet',
  '3.1': 'CONNECT',
  '3.2': 'CONNACK',
  '3.3': 'PUBLISH',
  '3.4': 'PUBACK',
  '3.5': 'PUBREC',
  '3.6': 'PUBREL',
  '3.7': 'PUBCOMP',
  '3.8': 'SUBSCRIBE',
  '3.9': 'SUBACK',
  '3.10': 'UNSUBSCRIBE',
  '3.11': 'UNSUBACK',
  '3.12': 'PINGREQ',
  '3.13': 'PINGRESP',
  '3.14': 'DISCONNECT',
  '3.15': 'AUTH',
  '4.2': 'Network Connections',
  '4.3': 'Quality of Service',
  '4.4': 'Message delivery retry',
  '4.5': 'Message receipt',
  '4.6': 'Message ordering',
  '4.7': 'Topic Names and Topic Filters',
  '6': 'WebSocket',
  '7': 'Conformance',
};

const own: Readonly<Record<ProtocolVersion, Readonly<Record<string, string>>>> = {
  '3.1.1': {
    '2.2': 'Fixed header',
    '2.3': 'Variable header',
    '2.4': 'Payload',
    '4.1': 'Storing state',
    '4.8': 'Handling errors',
  },
  '5.0': {
    '2.2': 'Variable Header',
    '2.3': 'Payload',
    '2.4': 'Reason Code',
    '4.1': 'Session State',
    '4.8': 'Subscriptions',
    '4.9': 'Flow Control',
    '4.10': 'Request / Response',
    '4.11': 'Server redirection',
    '4.12': 'Enhanced authentication',
    '4.13': 'Handling errors',
  },
};

const idShape = /^(3\.1\.1|5\.0)\/(?:MQTT|U)-(\d+)(?:\.(\d+))?(?:\.\d+)*-(\d+)$/;

/**
 * The section that a statement belongs to, read from its id.
 * What is no id goes to a section `?`: it must still be counted.
 */
export function sectionOf(statementId: string): Section {
  const mqtt: ProtocolVersion = statementId.startsWith('5.0/') ? '5.0' : '3.1.1';
  const match = idShape.exec(statementId);
  if (match === null) return { mqtt, number: '?', title: 'Unknown statements' };
  const chapter = match[2] ?? '';
  // Chapters 6 and 7 hold a handful of statements each, some numbered 6.0.0 where there is no section 6.0.
  const divided = Number(chapter) < 6 && match[3] !== undefined;
  const number = divided ? `${chapter}.${match[3]}` : chapter;
  return { mqtt, number, title: own[mqtt][number] ?? shared[number] ?? '' };
}

/** An id without its version, for tables that name the version elsewhere: `MQTT-3.1.2-24`. */
export function shortId(statementId: string): string {
  return statementId.slice(statementId.indexOf('/') + 1);
}

/** Order of the standard: by section number (3.10 follows 3.9), there the ids of OASIS before our handles. */
export function compareStatements(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  return (
    byNumbers(left.section, right.section) ||
    Number(left.kind === 'U') - Number(right.kind === 'U') ||
    left.ordinal - right.ordinal ||
    (a < b ? -1 : a > b ? 1 : 0)
  );
}

/** Order of section numbers: 3.9 before 3.10. */
export function compareSections(a: string, b: string): number {
  return byNumbers(a, b);
}

function byNumbers(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(id: string): { readonly kind: string; readonly section: string; readonly ordinal: number } {
  const [kind = '', section = '', ordinal = '0'] = shortId(id).split('-');
  return { kind, section, ordinal: Number(ordinal) };
}

function numbersOf(text: string): readonly number[] {
  return text.match(/\d+/g)?.map(Number) ?? [];
}
