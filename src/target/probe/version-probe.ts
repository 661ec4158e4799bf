import { randomBytes } from 'node:crypto';
import type { Connack } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { Contact, Door } from './contact.ts';
import { meet } from './contact.ts';
import { greeting } from './greeting.ts';
import type { Link } from './link.ts';
import { refusalName } from './reason-names.ts';

/** What was found out about one version of the standard. */
export interface VersionReport {
  readonly version: ProtocolVersion;
  readonly contact: Contact;
  readonly isSpoken: boolean;
  /** Properties of CONNACK; empty in 3.1.1, and where CONNACK could not be read. */
  readonly announced: NonNullable<Connack['properties']>;
  /** Is a CONNECT with a zero length Client Identifier accepted? */
  readonly takesEmptyClientIdentifier: boolean;
  /** The identifier that the server made up for it; 5.0 only. */
  readonly assignedClientIdentifier?: string;
  /** For people: what is odd, and what could not be found out. */
  readonly notes: readonly string[];
}

const sessionExpirySeconds = 60;
const subackLimit = 100;

/** Finds out whether the server speaks a version, and what it says of itself in that version. */
export const probeVersion = async (door: Door, version: ProtocolVersion): Promise<VersionReport> => {
  const first = await firstContact(door, version);
  if (!first.isSpoken) return { ...first, takesEmptyClientIdentifier: false };
  const empty = await emptyClientIdentifier(door, version);
  return { ...first, ...empty, notes: [...first.notes, ...empty.notes] };
};

type FirstContact = Omit<VersionReport, 'takesEmptyClientIdentifier' | 'assignedClientIdentifier'>;

const firstContact = async (door: Door, version: ProtocolVersion): Promise<FirstContact> => {
  const asksForSession = version === '5.0' && {
    properties: { sessionExpiryIntervalSeconds: sessionExpirySeconds },
  };
  await using meeting = await meet(door, { ...greeting(version), ...asksForSession });
  const { contact, link } = meeting;
  const found = { version, contact, announced: {} };
  if (contact.kind === 'malformed' && contact.accepted) {
    return {
      ...found,
      isSpoken: true,
      notes: [`${version}: CONNACK breaks the standard: ${contact.detail}`],
    };
  }
  if (contact.kind !== 'accepted') return { ...found, isSpoken: false, notes: [noteOf(version, contact)] };
  const grant = await grantedQoS(link, version);
  endSession(link, version);
  const announced = contact.connack.properties ?? {};
  return {
    ...found,
    isSpoken: true,
    announced,
    notes: grantNotes(version, grant, announced.maximumQoS ?? 2),
  };
};

/** Asks for a subscription of QoS 2; undefined when no answer comes. */
const grantedQoS = async (link: Link, version: ProtocolVersion): Promise<number | undefined> => {
  link.send({
    type: 'subscribe',
    packetIdentifier: 1,
    subscriptions: [
      {
        topicFilter: `assay/probe/${randomBytes(4).toString('hex')}`,
        qos: 2,
        noLocal: false,
        retainAsPublished: false,
        retainHandling: 0,
      },
    ],
    ...(version === '5.0' && { properties: {} }),
  });
  for (let packets = 0; packets < subackLimit; packets += 1) {
    const event = await link.next();
    if (event.kind !== 'packet') return undefined;
    if (event.packet.type === 'suback') return event.packet.reasonCodes[0];
  }
  return undefined;
};

const grantNotes = (
  version: ProtocolVersion,
  grant: number | undefined,
  announcedQoS: number,
): readonly string[] => {
  if (grant === undefined) return [`${version}: a SUBSCRIBE with QoS 2 gets no SUBACK`];
  if (grant >= 0x80)
    return [`${version}: a SUBSCRIBE to assay/probe/# is refused with ${refusalName(grant)}`];
  if (grant >= announcedQoS) return [];
  return [`${version}: a SUBSCRIBE with QoS 2 is granted QoS ${grant}, though no Maximum QoS says so`];
};

/** Leaves nothing behind: the Session Expiry Interval goes back to 0. (5.0 section 3.14.2.2.2) */
const endSession = (link: Link, version: ProtocolVersion): void =>
  link.leave({
    type: 'disconnect',
    reasonCode: 0,
    ...(version === '5.0' && { properties: { sessionExpiryIntervalSeconds: 0 } }),
  });

const emptyClientIdentifier = async (door: Door, version: ProtocolVersion) => {
  await using meeting = await meet(door, { ...greeting(version), clientIdentifier: '' });
  const { contact, link } = meeting;
  if (contact.kind !== 'accepted') {
    const isRefusal = contact.kind === 'refused' || contact.kind === 'closed';
    const note = `${version}: an empty Client Identifier gets no well-formed CONNACK`;
    return { takesEmptyClientIdentifier: false, notes: isRefusal ? [] : [note] };
  }
  link.leave({ type: 'disconnect', reasonCode: 0 });
  const assigned = contact.connack.properties?.assignedClientIdentifier;
  return {
    takesEmptyClientIdentifier: true,
    ...(assigned !== undefined && { assignedClientIdentifier: assigned }),
    notes: [],
  };
};

const noteOf = (version: ProtocolVersion, contact: Contact): string => {
  switch (contact.kind) {
    case 'accepted':
      return `${version} is spoken`;
    case 'refused':
      return `${version} is not judged: CONNACK refuses with ${refusalName(contact.reasonCode)}`;
    case 'unsupported':
      return `${version} is not spoken: CONNACK says so`;
    case 'malformed':
      return `${version} is not judged: ${contact.detail}`;
    case 'foreign':
      return `${version} is not spoken: the answer is not MQTT`;
    case 'closed':
      return `${version} is not spoken: the server closes the connection without a CONNACK`;
    case 'silent':
      return `${version} is not spoken: CONNECT gets no answer`;
    case 'flooded':
      return `${version} is not judged: the server sends without end`;
  }
};
