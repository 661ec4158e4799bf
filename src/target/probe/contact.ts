import type { Connack, Connect } from '../../packet/index.ts';
import type { DialOptions, StreamEnd } from '../../transport/index.ts';
import { DialError, dial } from '../../transport/index.ts';
import type { Credentials } from '../target.ts';
import type { TargetErrorCode } from '../target-error.ts';
import { TargetError } from '../target-error.ts';
import type { Link, LinkEvent } from './link.ts';
import { openLink } from './link.ts';

/** How a server answered a CONNECT. */
export type Contact =
  | { readonly kind: 'accepted'; readonly connack: Connack }
  | { readonly kind: 'refused'; readonly reasonCode: number }
  /** CONNACK says that it does not speak the version. */
  | { readonly kind: 'unsupported' }
  /** A CONNACK that breaks the standard; its code may still say yes. */
  | {
      readonly kind: 'malformed';
      readonly accepted: boolean;
      readonly detail: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'foreign'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly end: StreamEnd }
  | { readonly kind: 'silent' }
  | { readonly kind: 'flooded' };

/** How to get in. */
export interface Door {
  readonly url: string;
  readonly dial: Pick<DialOptions, 'tls'>;
  readonly credentials?: Credentials;
  /** Of the dial, and of each answer. */
  readonly timeoutMs: number;
}

/** A connection, and what the server said to its CONNECT. */
export interface Meeting extends AsyncDisposable {
  readonly contact: Contact;
  readonly link: Link;
}

const unacceptableVersion311 = 0x01;
const unsupportedVersion50 = 0x84;

/**
 * Connects and sends one CONNECT with the credentials of the door.
 *
 * @throws {TargetError} when no connection comes about.
 */
export const meet = async (door: Door, connect: Connect): Promise<Meeting> => {
  const stream = await open(door);
  const link = openLink(stream, { version: connect.protocolVersion, timeoutMs: door.timeoutMs });
  link.send({ ...connect, ...offerOf(door.credentials) });
  const contact = contactOf(await link.next());
  return { contact, link, [Symbol.asyncDispose]: () => link[Symbol.asyncDispose]().then(() => undefined) };
};

const offerOf = (credentials: Credentials | undefined): Pick<Connect, 'userName' | 'password'> => {
  if (credentials === undefined) return {};
  const { userName, password } = credentials;
  return password === undefined ? { userName } : { userName, password: Buffer.from(password, 'utf8') };
};

const open = async (door: Door) => {
  try {
    return await dial(door.url, { ...door.dial, timeoutMs: door.timeoutMs });
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    throw new TargetError(codeOf(error), error.message, { cause: error });
  }
};

const codeOf = ({ code }: DialError): TargetErrorCode => {
  switch (code) {
    case 'unknown-host':
    case 'refused':
    case 'unreachable':
      return code;
    case 'timed-out':
      return 'unreachable';
    case 'tls-failed':
      return 'tls';
    case 'websocket-failed':
    case 'subprotocol-not-selected':
      return 'not-mqtt';
    case 'unsupported-url':
      return 'bad-target';
  }
};

const contactOf = (event: LinkEvent): Contact => {
  switch (event.kind) {
    case 'packet':
      if (event.packet.type === 'connack') return answerOf(event.packet);
      // A DISCONNECT before CONNACK is as clear a refusal, with the same codes.
      if (event.packet.type === 'disconnect') return refusal(event.packet.reasonCode);
      return malformed(
        `the first packet is ${event.packet.type.toUpperCase()}, not CONNACK`,
        new Uint8Array(),
      );
    case 'malformed':
      return malformed(event.detail, event.bytes);
    case 'foreign':
      return event;
    case 'ended':
      return { kind: 'closed', end: event.end };
    case 'silent':
    case 'flooded':
      return event;
  }
};

const answerOf = (connack: Connack): Contact =>
  connack.reasonCode === 0 ? { kind: 'accepted', connack } : refusal(connack.reasonCode);

const refusal = (reasonCode: number): Contact =>
  reasonCode === unacceptableVersion311 || reasonCode === unsupportedVersion50
    ? { kind: 'unsupported' }
    : { kind: 'refused', reasonCode };

const malformed = (detail: string, bytes: Uint8Array): Contact => ({
  kind: 'malformed',
  accepted: bytes[0] === 0x20 && codeByteOf(bytes) === 0,
  detail,
  bytes,
});

/** The second byte after the Fixed Header of a CONNACK. */
const codeByteOf = (bytes: Uint8Array): number | undefined => {
  const lengthEnd = bytes.findIndex((byte, index) => index > 0 && byte < 0x80);
  return lengthEnd === -1 ? undefined : bytes[lengthEnd + 2];
};
