import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Credentials } from '../target.ts';

/** A raw connection that is ended with the test. Bytes are hex, as they stand in a capture. */
export interface Wire {
  readonly send: (hex: string) => void;
  /** Everything that came so far, once it is enough or the other side ended the connection. */
  readonly until: (isEnough: (hex: string) => boolean) => Promise<string>;
}

export const wire = (url: string): Wire => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => {
    socket.destroy();
  });
  let received = '';
  const until = (isEnough: (hex: string) => boolean) =>
    new Promise<string>((settle) => {
      const look = (): void => {
        if (isEnough(received) || socket.closed) settle(received);
      };
      socket.on('data', look).on('close', look);
      look();
    });
  // A reset is an end like any other here; what was received decides.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received += chunk.toString('hex');
  });
  return { send: (bytes: string) => void socket.write(Buffer.from(bytes, 'hex')), until };
};

/** A UTF-8 Encoded String. */
export const text = (value: string): string => {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([Buffer.from([0, bytes.length]), bytes]).toString('hex');
};

const packet = (firstByte: string, body: string): string =>
  firstByte + Buffer.from([body.length / 2]).toString('hex') + body;

export const connect311 = (clientIdentifier: string, credentials?: Credentials): string => {
  const { userName, password } = credentials ?? {};
  const flags = 0x02 | (userName === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40);
  const payload = [clientIdentifier, userName, password].filter((field) => field !== undefined).map(text);
  const flagsByte = flags.toString(16).padStart(2, '0');
  return packet('10', `${text('MQTT')}04${flagsByte}003c${payload.join('')}`);
};

export const connack311 = '20020000';
export const subscribe = (filter: string): string => packet('82', `0001${text(filter)}00`);
export const publish = (topic: string): string => packet('30', `${text(topic)}ff`);
export const suback = '9003000100';
export const pingreq = 'c000';
export const pingresp = 'd000';
