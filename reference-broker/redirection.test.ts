import { expect, test } from 'vitest';
import { createTestBroker } from './fixtures/test-broker.ts';
import { Reason } from './index.ts';

const serverReference = 'other.example:1883 [::1]:1883';

test.each([
  ['temporary', Reason.useAnotherServer],
  ['permanent', Reason.serverMoved],
] as const)(
  'a %s redirection answers CONNECT of 5.0 with its code and the Server Reference',
  async (redirect, code) => {
    await using host = createTestBroker({ redirection: { serverReference, redirect } });
    const client = await host.connect();
    expect(client.connack).toMatchObject({
      reasonCode: code,
      sessionPresent: false,
      properties: { serverReference },
    });
    expect(await client.untilClosed()).toEqual([]);
    expect(host.broker.stats.sessions).toBe(0);
  },
);

test('3.1.1 has no word for it: the server is unavailable', async () => {
  await using host = createTestBroker({ redirection: { serverReference, redirect: 'permanent' } });
  const client = await host.connect({ protocolVersion: '3.1.1' });
  expect(client.connack).toEqual({ type: 'connack', sessionPresent: false, reasonCode: 0x03 });
  expect(await client.untilClosed()).toEqual([]);
});

test('a redirection without a Server Reference is for clients that know the other server', async () => {
  await using host = createTestBroker({ redirection: { redirect: 'temporary' } });
  const { connack } = await host.connect();
  expect(connack?.reasonCode).toBe(Reason.useAnotherServer);
  expect(connack?.properties).not.toHaveProperty('serverReference');
});

test('who may not connect is told nothing of other servers', async () => {
  const refusal = { reasonCode: Reason.notAuthorized, detail: 'No' };
  await using host = createTestBroker({
    redirection: { serverReference, redirect: 'temporary' },
    hooks: { authenticate: () => refusal },
  });
  const { connack } = await host.connect();
  expect(connack?.reasonCode).toBe(Reason.notAuthorized);
  expect(connack?.properties).not.toHaveProperty('serverReference');
});

test('a broker that stops says where to go, and without a Server Reference that it stops', async () => {
  const last = async (redirection: { serverReference?: string }) => {
    await using host = createTestBroker({ redirection });
    const client = await host.connect();
    await host[Symbol.asyncDispose]();
    return (await client.untilClosed()).at(-1);
  };
  expect(await last({ serverReference })).toMatchObject({
    type: 'disconnect',
    reasonCode: Reason.useAnotherServer,
    properties: { serverReference },
  });
  const farewell = await last({});
  expect(farewell).toMatchObject({ type: 'disconnect', reasonCode: Reason.serverShuttingDown });
  expect(farewell).not.toHaveProperty('properties.serverReference');
});
