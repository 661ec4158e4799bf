import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { certificate } from '../src/transport/fixtures/certificate.ts';
import { type DialOptions, dial } from '../src/transport/index.ts';
import { openServersAre } from './fixtures/open-servers.ts';
import { openTestClient, type TestClient } from './fixtures/test-client.ts';
import { type ListenerOptions, serveBroker } from './serve.ts';

const trust = { tls: { ca: certificate.cert } };
const serverTls = { listenOptions: { tls: certificate } };

const connect = async (
  url: string,
  clientIdentifier: string,
  options: DialOptions = {},
): Promise<TestClient> =>
  openTestClient(await dial(url, options), {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier,
  });

const everyScheme: readonly ListenerOptions[] = [
  { url: 'mqtt://127.0.0.1:0' },
  { url: 'mqtts://127.0.0.1:0', ...serverTls },
  { url: 'ws://127.0.0.1:0' },
  { url: 'wss://127.0.0.1:0', ...serverTls },
];

test('one broker serves TCP, TLS, WebSocket and secure WebSocket', async () => {
  await using served = await serveBroker({ listeners: everyScheme });
  expect(served.urls.map((url) => new URL(url).protocol)).toEqual(['mqtt:', 'mqtts:', 'ws:', 'wss:']);
  expect(served.url).toBe(served.urls[0]);
  const clients = await Promise.all(served.urls.map((url, index) => connect(url, `client-${index}`, trust)));
  expect(clients.map(({ connack }) => connack?.reasonCode)).toEqual([0, 0, 0, 0]);
  expect(served.broker.stats.sessions).toBe(4);
});

test('disposing says goodbye on every listener and closes the ports', async () => {
  const served = await serveBroker({ listeners: everyScheme });
  const clients = await Promise.all(served.urls.map((url, index) => connect(url, `client-${index}`, trust)));
  await served[Symbol.asyncDispose]();
  for (const client of clients) {
    expect(await client.untilClosed()).toMatchObject([{ type: 'disconnect', reasonCode: 0x8b }]);
  }
  for (const url of served.urls) await expect(dial(url, trust)).rejects.toMatchObject({ code: 'refused' });
});

test('a URL without a host means this machine only', async () => {
  await using served = await serveBroker({ url: 'mqtt://:0' });
  expect(new URL(served.url).hostname).toBe('127.0.0.1');
});

test('when one listener cannot be opened, those before it are closed', async () => {
  await using taken = await serveBroker({ url: 'mqtt://127.0.0.1:0' });
  const listeners = [...everyScheme, { url: taken.url }];
  await expect(serveBroker({ listeners })).rejects.toMatchObject({ code: 'address-in-use', url: taken.url });
  await openServersAre(1);
});

describe('with a client authority', () => {
  const demanding = { listenOptions: { tls: { ...certificate, ca: certificate.cert } } };

  test.each(['mqtts', 'wss'])('%s serves a client that shows its certificate', async (scheme) => {
    await using served = await serveBroker({ url: `${scheme}://127.0.0.1:0`, ...demanding });
    const client = await connect(served.url, 'known', { tls: { ...trust.tls, ...certificate } });
    expect(client.connack?.reasonCode).toBe(0);
  });

  test('a client without one never reaches the broker', async () => {
    let tell: (error: Error) => void = () => undefined;
    const failure = new Promise<Error>((resolve) => {
      tell = resolve;
    });
    const listenOptions = { ...demanding.listenOptions, onHandshakeFailed: tell };
    await using served = await serveBroker({ url: 'mqtts://127.0.0.1:0', listenOptions });
    // TLS 1.3 tells the client of the refusal only after its own part of the handshake.
    const client = await connect(served.url, 'stranger', trust);
    expect(client.connack).toBeUndefined();
    expect((await failure).message).toMatch(/certificate/i);
    expect(served.broker.stats.connectionsAccepted).toBe(0);
  });
});

test('sockets that never finish their handshake are bounded too', async () => {
  await using served = await serveBroker({ url: 'ws://127.0.0.1:0', limits: { connections: 2 } });
  const port = Number(new URL(served.url).port);
  const sockets = [1, 2, 3].map(() => createConnection(port, '127.0.0.1'));
  await once(sockets[2] as Socket, 'close');
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
  for (const socket of sockets) socket.destroy();
});
