import { describe, expect, test } from 'vitest';
import type { Auth } from '../../src/packet/auth.ts';
import type { Connect } from '../../src/packet/connect.ts';
import { encode } from '../../src/packet/encode.ts';
import { reasonOfClose, subscribe } from '../fixtures/test-broker.ts';
import type { TestClient } from '../fixtures/test-client.ts';
import { Reason } from '../index.ts';
import { cheapUser } from './fixtures/cheap-user.ts';
import { type ScramClient, scramClient } from './fixtures/scram-client.ts';
import { type SecuredBroker, securedBroker } from './fixtures/secured-broker.ts';
import { scramMethodName } from './scram-method.ts';

const alice = await cheapUser('alice', 'pencil');
const acl = 'user alice\ntopic read house/#\nuser admin\ntopic read #\n';

function auth(reasonCode: number, authenticationData: Uint8Array): Auth {
  return {
    type: 'auth',
    reasonCode,
    properties: { authenticationMethod: scramMethodName, authenticationData },
  };
}

function connect(scram: ScramClient, changes: Partial<Connect> = {}): Connect {
  return {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'client',
    properties: { authenticationMethod: scramMethodName, authenticationData: scram.first },
    ...changes,
  };
}

async function authenticate(client: TestClient, scram: ScramClient): Promise<void> {
  const challenge = await client.expect('auth');
  expect(challenge.reasonCode).toBe(Reason.continueAuthentication);
  const answer = scram.final(challenge.properties?.authenticationData ?? Buffer.alloc(0));
  client.send(auth(Reason.continueAuthentication, answer));
}

async function logIn({ host }: SecuredBroker, changes: Partial<Connect> = {}): Promise<TestClient> {
  const scram = scramClient('alice', 'pencil');
  const client = await host.open();
  client.sendBytes(encode(connect(scram, changes), '5.0'));
  await authenticate(client, scram);
  expect(await client.expect('connack')).toMatchObject({
    reasonCode: Reason.success,
    properties: {
      authenticationMethod: scramMethodName,
      authenticationData: Buffer.from(scram.serverSignature()),
    },
  });
  return client;
}

describe('A connection by SCRAM-SHA-256', () => {
  test.each([{}, { userName: 'alice' }])('has the rights of its user: CONNECT %j', async (changes) => {
    await using broker = await securedBroker({ users: alice, acl });
    const client = await logIn(broker, changes);
    expect(await subscribe(client, ['house/#', '#'])).toEqual([2, Reason.notAuthorized]);
  });

  test('cannot take the rights of another User Name', async () => {
    await using broker = await securedBroker({ users: alice + (await cheapUser('admin', 'x')), acl });
    const client = await broker.host.open();
    client.sendBytes(encode(connect(scramClient('alice', 'pencil'), { userName: 'admin' }), '5.0'));
    expect(await client.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: Reason.notAuthorized }]);
  });

  test('is refused with a wrong password after the same challenge', async () => {
    await using broker = await securedBroker({ users: alice });
    for (const name of ['alice', 'nobody']) {
      const scram = scramClient(name, 'wrong');
      const client = await broker.host.open();
      client.sendBytes(encode(connect(scram), '5.0'));
      await authenticate(client, scram);
      expect(await client.untilClosed()).toEqual([
        {
          type: 'connack',
          sessionPresent: false,
          reasonCode: Reason.notAuthorized,
          properties: { reasonString: 'The User Name or the Password is wrong' },
        },
      ]);
    }
  });

  test('renews itself, with the signature of the server in AUTH', async () => {
    await using broker = await securedBroker({ users: alice });
    const client = await logIn(broker);
    const scram = scramClient('alice', 'pencil', { nonce: 'again' });
    client.send(auth(Reason.reauthenticate, scram.first));
    await authenticate(client, scram);
    const renewed = await client.expect('auth');
    expect(renewed).toEqual(auth(Reason.success, Buffer.from(scram.serverSignature())));
    expect(await client.fence()).toEqual([]);
  });

  test.each([
    ['a wrong password', 'alice', 'wrong'],
    ['another user', 'bob', 'eraser'],
  ])('ends when it renews itself with %s', async (_, name, password) => {
    await using broker = await securedBroker({ users: alice + (await cheapUser('bob', 'eraser')) });
    const client = await logIn(broker);
    const scram = scramClient(name, password);
    client.send(auth(Reason.reauthenticate, scram.first));
    if (name === 'alice') await authenticate(client, scram);
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.notAuthorized);
  });

  test('ends when the password changes', async () => {
    await using broker = await securedBroker({ users: alice });
    const client = await logIn(broker);
    await broker.replace('users', alice);
    expect(await client.fence()).toEqual([]);
    await broker.replace('users', await cheapUser('alice', 'new'));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.notAuthorized);
  });
});
