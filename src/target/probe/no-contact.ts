import { TargetError } from '../target-error.ts';
import type { Contact, Door } from './contact.ts';
import { isAboutCredentials, refusalName } from './reason-names.ts';

const shownBytes = 16;

/** The error for a server that speaks neither version: the most telling answer decides. */
export const noContact = (door: Door, contacts: readonly Contact[]): TargetError => {
  const find = <K extends Contact['kind']>(kind: K) =>
    contacts.find((contact): contact is Extract<Contact, { readonly kind: K }> => contact.kind === kind);
  const foreign = find('foreign');
  if (foreign !== undefined) return notMqtt(door, foreign.bytes);
  if (find('flooded') !== undefined) {
    return new TargetError(
      'not-mqtt',
      `${door.url} sends without end and answers no CONNECT: it is not MQTT.`,
    );
  }
  const refused = find('refused');
  if (refused !== undefined) return refusedConnection(door, refused.reasonCode);
  const malformed = find('malformed');
  if (malformed !== undefined) return notMqtt(door, malformed.bytes);
  if (find('unsupported') !== undefined) {
    const message = `${door.url} refuses the connection: it speaks neither MQTT 3.1.1 nor 5.0.`;
    return new TargetError('refused-connection', message);
  }
  if (find('silent') !== undefined) {
    const what = `accepts the connection and answers no CONNECT within ${door.timeoutMs} ms`;
    return new TargetError(
      'silent',
      `${door.url} ${what}: check that a broker, not another server, listens there.`,
    );
  }
  const end = find('closed')?.end;
  if (end?.kind === 'failed')
    return new TargetError('tls', `${door.url} breaks the connection: ${end.message}`);
  const what = 'closes the connection without a CONNACK';
  return new TargetError('closed-at-once', `${door.url} ${what}: check the port, and whether it wants TLS.`);
};

const refusedConnection = ({ url, credentials }: Door, reasonCode: number): TargetError => {
  const given = credentials === undefined ? 'without credentials' : `as ${credentials.userName}`;
  const advice =
    credentials === undefined ? 'give them as mqtt://user:password@host' : 'check user name and password';
  const hint = isAboutCredentials(reasonCode) ? `: ${advice}, or in a profile` : '';
  const message = `${url} refuses a connection ${given} with ${refusalName(reasonCode)}${hint}.`;
  return new TargetError('refused-connection', message);
};

const notMqtt = ({ url }: Door, bytes: Uint8Array): TargetError => {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.startsWith('HTTP/')) {
    const statusLine = text.split(/[\r\n]/)[0]?.slice(0, 60);
    const message = `${url} is an HTTP server (it answers "${statusLine}"): give the port of the broker, or ws:// for MQTT over WebSocket.`;
    return new TargetError('not-mqtt', message);
  }
  const hex = Buffer.from(bytes.subarray(0, shownBytes))
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
  const more = bytes.length > shownBytes ? ' ...' : '';
  return new TargetError(
    'not-mqtt',
    `${url} answers CONNECT with something that is not MQTT: ${hex}${more}.`,
  );
};
