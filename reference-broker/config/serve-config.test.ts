import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import type { Connect } from '../../src/packet/connect.ts';
import { dial } from '../../src/transport/index.ts';
import { openServersAre } from '../fixtures/open-servers.ts';
import { type TemporaryFolder, temporaryFolder } from '../fixtures/temporary-folder.ts';
import { subscribe } from '../fixtures/test-broker.ts';
import { openTestClient, payloads, type TestClient } from '../fixtures/test-client.ts';
import { Reason } from '../index.ts';
import { readConfig } from './read-config.ts';
import { type ConfiguredBroker, serveConfig } from './serve-config.ts';

const freePort = '[[listeners]]\nurl = "mqtt://:0"\n';

async function serve(folder: TemporaryFolder, toml: string): Promise<ConfiguredBroker> {
  const file = await folder.write('broker.toml', freePort + toml);
  return await serveConfig(await readConfig({ file }), { version: '1.2.3' });
}

const connect = async (url: string, changes: Partial<Connect> = {}): Promise<TestClient> =>
  openTestClient(await dial(url), {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'client',
    properties: { requestResponseInformation: 1 },
    ...changes,
  });

test('capabilities and limits reach the broker', async () => {
  await using folder = await temporaryFolder();
  await using served = await serve(
    folder,
    '[capabilities]\nmaximumQoS = 1\nresponseInformation = "reply/"\n[limits]\nsubscriptionsPerSession = 1',
  );
  const client = await connect(served.url);
  expect(client.connack?.properties).toMatchObject({ maximumQoS: 1, responseInformation: 'reply/' });
  expect(await subscribe(client, ['a', 'b'])).toEqual([2, Reason.quotaExceeded]);
});

test('a redirection reaches the broker', async () => {
  await using folder = await temporaryFolder();
  const toml = '[system]\nredirect = "permanent"\nserverReference = "other:1883"';
  await using served = await serve(folder, toml);
  const { connack } = await connect(served.url);
  expect(connack).toMatchObject({ reasonCode: 0x9d, properties: { serverReference: 'other:1883' } });
});

test('rights are read from the ACL file, and again by a reload', async () => {
  await using folder = await temporaryFolder();
  const acl = await folder.write('acl.txt', 'topic read allowed\n');
  await using served = await serve(folder, '[security]\naclFile = "acl.txt"');
  const client = await connect(served.url);
  expect(await subscribe(client, ['allowed', 'new'])).toEqual([2, Reason.notAuthorized]);
  await writeFile(acl, 'topic read new\n');
  expect(await subscribe(client, ['new'])).toEqual([Reason.notAuthorized]);
  await served.reload();
  expect(served.broker.stats.subscriptions).toBe(0);
  expect(await subscribe(client, ['allowed', 'new'])).toEqual([Reason.notAuthorized, 2]);
});

test('a reload of a wrong file leaves the rights as they were', async () => {
  await using folder = await temporaryFolder();
  const acl = await folder.write('acl.txt', 'topic read allowed\n');
  await using served = await serve(folder, '[security]\naclFile = "acl.txt"');
  await writeFile(acl, 'nonsense\n');
  await expect(served.reload()).rejects.toMatchObject({ code: 'file-malformed' });
  expect(await subscribe(await connect(served.url), ['allowed'])).toEqual([2]);
});

test('$SYS topics tell the version, unless they are off', async () => {
  await using folder = await temporaryFolder();
  const version = async (toml: string): Promise<readonly string[]> => {
    await using served = await serve(folder, toml);
    const client = await connect(served.url);
    await subscribe(client, ['$SYS/broker/version']);
    return payloads(await client.fence());
  };
  expect(await version('')).toEqual(['mqtt-assay 1.2.3']);
  expect(await version('[system]\nsysIntervalSeconds = 0')).toEqual([]);
});

test('the admin server is off unless it is asked for, and ends with the broker', async () => {
  await using folder = await temporaryFolder();
  await using plain = await serve(folder, '');
  expect(plain.adminUrl).toBeUndefined();
  const served = await serve(folder, '[http]\nlisten = "127.0.0.1:0"');
  const healthz = `${served.adminUrl}/healthz`;
  expect((await fetch(healthz)).status).toBe(200);
  await served[Symbol.asyncDispose]();
  await expect(fetch(healthz)).rejects.toThrow('fetch failed');
});

test('the token of the admin server comes from its file', async () => {
  await using folder = await temporaryFolder();
  const token = 'a-token-of-more-than-16-characters';
  await folder.write('token', `${token}\n`);
  await using served = await serve(folder, '[http]\nlisten = "127.0.0.1:0"\ntokenFile = "token"');
  const publish = (authorization: string) =>
    fetch(`${served.adminUrl}/publish?topic=a`, { method: 'POST', body: 'x', headers: { authorization } });
  expect((await publish('Bearer wrong')).status).toBe(401);
  expect((await publish(`Bearer ${token}`)).ok).toBe(true);
});

test('when a later part cannot start, the earlier ones are closed', async () => {
  await using folder = await temporaryFolder();
  const toml = '[http]\nlisten = "127.0.0.1:0"\ntokenFile = "/nonesuch/token"';
  await expect(serve(folder, toml)).rejects.toMatchObject({
    code: 'unreadable-file',
    message: '/nonesuch/token cannot be read for the token (ENOENT); check its name and who may read it.',
  });
  await openServersAre(0);
});

const keptFor = {
  properties: { sessionExpiryIntervalSeconds: 1000, requestResponseInformation: 1 },
} as const;

test('what a client left is there for the next broker on the same data directory', async () => {
  await using folder = await temporaryFolder();
  const toml = '[persistence]\ndataDirectory = "data"';
  {
    await using served = await serve(folder, toml);
    const client = await connect(served.url, keptFor);
    await subscribe(client, ['a/#']);
    await client.drop();
    while (served.broker.stats.connections > 0) await new Promise(setImmediate);
    await served.broker.publish({ topicName: 'a/b', payload: Buffer.from('kept'), qos: 1 });
  }
  await using served = await serve(folder, toml);
  const client = await connect(served.url, { ...keptFor, cleanStart: false });
  expect(client.connack).toMatchObject({ sessionPresent: true });
  expect(await client.expect('publish')).toMatchObject({ topicName: 'a/b', qos: 1, dup: false });
});

test('a connection that begins no WebSocket handshake is cut after the time for CONNECT', {
  timeout: 5_000,
}, async () => {
  await using folder = await temporaryFolder();
  const toml = '[[listeners]]\nurl = "ws://:0"\n[limits]\nconnectTimeoutMs = 20';
  await using served = await serve(folder, toml);
  const socket = createConnection(Number(new URL(served.urls[1] ?? '').port), '127.0.0.1');
  await once(socket, 'close');
  expect(socket.bytesRead).toBe(0);
});
