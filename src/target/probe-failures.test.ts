import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ByteStream } from '../transport/index.ts';
import { listen } from '../transport/index.ts';
import { freePort } from './free-port.ts';
import type { ProbeOptions } from './probe.ts';
import { probe } from './probe.ts';
import { TargetError, type TargetErrorCode } from './target-error.ts';
import { answering, fakeServer, hex, levelOf } from './test-support/fake-server.ts';

const failure = async (url: string, options: ProbeOptions = {}): Promise<TargetError> => {
  const outcome = await probe(url, { timeoutMs: 300, ...options }).catch((error: unknown) => error);
  if (outcome instanceof TargetError) return outcome;
  throw new Error(`the probe gave no TargetError but ${JSON.stringify(outcome)}`);
};

const refusing = (in311: string, in50: string) =>
  answering((connect) => hex(levelOf(connect) === 5 ? in50 : in311));

type Fake = Parameters<typeof fakeServer>[0];

const flood =
  (head: string): Fake =>
  (socket) => {
    const chunk = Buffer.alloc(64 * 1024, 0xd0);
    const pour = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pour);
    socket.once('data', () => {
      socket.write(hex(head));
      pour();
    });
  };

const hopeless: readonly (readonly [what: string, serve: Fake, code: TargetErrorCode, says: string])[] = [
  [
    'an HTTP server',
    answering(() => Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
    'not-mqtt',
    'is an HTTP server (it answers "HTTP/1.1 400 Bad Request"): give the port of the broker, or ws:// for MQTT over WebSocket.',
  ],
  [
    'a server that greets in its own protocol',
    (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian\r\n'),
    'not-mqtt',
    'answers CONNECT with something that is not MQTT: 53 53 48 2d 32 2e 30 2d 4f 70 65 6e 53 53 48 5f ...',
  ],
  [
    'garbage that begins like a CONNACK',
    answering(() => hex('20 04 ff ff ff ff')),
    'not-mqtt',
    'answers CONNECT with something that is not MQTT: 20 04 ff ff ff ff.',
  ],
  ['a flood of nonsense', flood('ff'), 'not-mqtt', 'answers CONNECT with something that is not MQTT: ff'],
  [
    'a flood within a CONNACK of 256 MiB',
    flood('20 ff ff ff 7f'),
    'not-mqtt',
    'answers CONNECT with something that is not MQTT: 20 ff ff ff 7f',
  ],
  [
    'a server that never answers',
    () => undefined,
    'silent',
    'accepts the connection and answers no CONNECT within 300 ms',
  ],
  [
    'a server that stops within its CONNACK',
    answering(() => hex('20')),
    'silent',
    'answers no CONNECT within 300 ms',
  ],
  [
    'a server that closes at once',
    (socket) => socket.end(),
    'closed-at-once',
    'closes the connection without a CONNACK: check the port, and whether it wants TLS.',
  ],
  [
    'a server that cuts the connection',
    (socket) => socket.once('data', () => socket.resetAndDestroy()),
    'closed-at-once',
    'closes the connection without a CONNACK',
  ],
  [
    'a refusal of both versions',
    refusing('20 02 00 05', '20 03 00 87 00'),
    'refused-connection',
    'refuses a connection without credentials with 0x05 not authorized: give them as mqtt://user:password@host, or in a profile.',
  ],
  [
    'a refusal that credentials do not mend',
    refusing('20 02 00 03', '20 03 00 88 00'),
    'refused-connection',
    'refuses a connection without credentials with 0x03 server unavailable.',
  ],
  [
    'a server of older versions',
    refusing('20 02 00 01', '20 02 00 01'),
    'refused-connection',
    'it speaks neither MQTT 3.1.1 nor 5.0.',
  ],
];

describe('the probe gives up', () => {
  test.each(hopeless)('on %s', async (_what, serve, code, says) => {
    await using server = await fakeServer(serve);
    const error = await failure(server.url);
    expect(error.message).toContain(says);
    expect(error.message.startsWith(server.url)).toBe(true);
    expect(error.code).toBe(code);
  });

  test('on another protocol after one connection', async () => {
    await using server = await fakeServer((socket) => socket.write('220 mail ESMTP\r\n'));
    await failure(server.url);
    expect(server.connections()).toBe(1);
  });

  test('on wrong credentials, and names the user', async () => {
    await using server = await fakeServer(refusing('20 02 00 04', '20 03 00 86 00'));
    const error = await failure(server.url, { credentials: { userName: 'ann', password: 'secret' } });
    expect(error.message).toContain(
      'refuses a connection as ann with 0x04 bad user name or password: check user name and password, or in a profile.',
    );
    expect(error.message).not.toContain('secret');
  });

  test('on a port where nobody listens', async () => {
    const error = await failure(`mqtt://127.0.0.1:${await freePort()}`);
    expect(error.code).toBe('refused');
  });

  test('on a host that does not exist', async () => {
    const error = await failure('mqtt://broker.invalid', { timeoutMs: 5_000 });
    expect(error.code).toBe('unknown-host');
  });

  test('on TLS to a server without it', async () => {
    await using server = await fakeServer(answering(() => Buffer.from('220 mail ESMTP\r\n')));
    const error = await failure(server.url.replace('mqtt:', 'mqtts:'));
    expect(error.code).toBe('tls');
  });

  test('on WebSocket to an HTTP server that has none', async () => {
    await using server = await fakeServer(
      answering(() => Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')),
    );
    const error = await failure(server.url.replace('mqtt:', 'ws:'));
    expect(error.code).toBe('not-mqtt');
    expect(error.message).toContain('404');
  });
});

describe('a certificate', () => {
  const pem = (name: string) =>
    readFile(new URL(`../transport/fixtures/localhost.${name}.pem`, import.meta.url), 'utf8');

  const secureBroker = async () => {
    const serve = (stream: ByteStream): void =>
      stream.onData((bytes) => stream.write(hex(bytes[8] === 5 ? '20 03 00 00 00' : '20 02 00 00')));
    return listen('mqtts://127.0.0.1:0', serve, { tls: { cert: await pem('cert'), key: await pem('key') } });
  };

  test('of nobody we know is refused', async () => {
    await using server = await secureBroker();
    expect((await failure(server.url, { timeoutMs: 2_000 })).code).toBe('tls');
  });

  test.each([
    ['that the profile trusts', { certificateCheck: 'verify', caFile: 'cert' }],
    ['that the profile does not check', { certificateCheck: 'skip' }],
  ] as const)('%s is accepted', async (_what, tls) => {
    await using server = await secureBroker();
    const caFile = new URL('../transport/fixtures/localhost.cert.pem', import.meta.url).pathname;
    const report = await probe(server.url, {
      timeoutMs: 1_000,
      tls: 'caFile' in tls ? { ...tls, caFile } : tls,
    });
    expect(report.capabilities).toContain('mqtt-5.0');
  });
});
