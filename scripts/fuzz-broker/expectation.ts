import type { PacketType } from '../../src/packet/packet.ts';

/** What a client sees, one word an event: `connack 0x00`, `puback 7`, `disconnect 0x82`, `end`. PUBLISH is left out. */
export type Event = string;

/** The end of the stream, after the last packet. */
export const end: Event = 'end';

export const answer = (type: PacketType, packetIdentifier: number): Event => `${type} ${packetIdentifier}`;

export const withCode = (type: 'connack' | 'disconnect' | 'auth', reasonCode: number): Event =>
  `${type} 0x${reasonCode.toString(16).padStart(2, '0')}`;

/** After so many of the expected events the broker may end the connection instead of going on. */
export interface MayEnd {
  readonly after: number;
  /** The last events before the end. */
  readonly by: readonly Event[];
}

/** Everything that the broker may do about what was sent to it. */
export interface Expectation {
  /** If nothing of `mayEnd` happens. */
  readonly events: Event[];
  readonly mayEnd: MayEnd[];
}

/** Ended by a packet that says why, where the version has one. */
export const endingWith = (event: Event | undefined): readonly Event[] =>
  event === undefined ? [end] : [event, end];

/** Is this the whole of one of the things that the broker may do? */
export function isAllowed(observed: readonly Event[], { events, mayEnd }: Expectation): boolean {
  if (isSame(observed, events)) return true;
  return mayEnd.some(({ after, by }) => isSame(observed, [...events.slice(0, after), ...by]));
}

function isSame(left: readonly Event[], right: readonly Event[]): boolean {
  return left.length === right.length && left.every((event, index) => event === right[index]);
}
