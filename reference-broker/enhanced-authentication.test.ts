import { describe, expect, test } from 'vitest';
import type { Auth } from '../src/packet/auth.ts';
import { encode } from '../src/packet/encode.ts';
import { createTestBroker, reasonOfClose, type TestBroker } from './fixtures/test-broker.ts';
import { publish, type TestClient } from './fixtures/test-client.ts';
import { type AuthenticationMethod, Reason } from './index.ts';

/** Asks one question; only `right` is an answer. */
const question: AuthenticationMethod = {
  begin() {
    let asked = false;
    return (data) => {
      if (!asked) {
        asked = true;
        return { kind: 'continue', authenticationData: Buffer.from('question') };
      }
      if (Buffer.from(data ?? []).toString() === 'right') {
        return { kind: 'success', authenticationData: Buffer.from('welcome') };
      }
      return { kind: 'refused', refusal: { reasonCode: Reason.notAuthorized, detail: 'Wrong' } };
    };
  },
};

function auth(reasonCode: number, data: string, authenticationMethod = 'question'): Auth {
  return {
    type: 'auth',
    reasonCode,
    properties: { authenticationMethod, authenticationData: Buffer.from(data) },
  };
}

async function challenged(host: TestBroker): Promise<TestClient> {
  const client = await host.open();
  client.sendBytes(
    encode(
      {
        type: 'connect',
        protocolVersion: '5.0',
        cleanStart: true,
        keepAliveSeconds: 0,
        clientIdentifier: 'client',
        properties: { authenticationMethod: 'question' },
      },
      '5.0',
    ),
  );
  expect(await client.expect('auth')).toEqual(auth(Reason.continueAuthentication, 'question'));
  return client;
}

function brokerWithQuestion(): TestBroker {
  return createTestBroker({ hooks: { authenticationMethods: { question } } });
}

describe('Enhanced authentication', () => {
  test('accepts the right answer and says so with the method', async () => {
    await using host = brokerWithQuestion();
    const client = await challenged(host);
    client.send(auth(Reason.continueAuthentication, 'right'));
    expect(await client.expect('connack')).toMatchObject({
      reasonCode: 0,
      properties: { authenticationMethod: 'question', authenticationData: Buffer.from('welcome') },
    });
  });

  test.each([
    ['a wrong answer', auth(Reason.continueAuthentication, 'wrong'), Reason.notAuthorized],
    ['another method', auth(Reason.continueAuthentication, 'right', 'other'), Reason.protocolError],
    ['a re-authentication', auth(Reason.reauthenticate, 'right'), Reason.protocolError],
    ['another packet', publish('a', 'x'), Reason.protocolError],
  ])('refuses %s with CONNACK, never with DISCONNECT', async (_, packet, reasonCode) => {
    await using host = brokerWithQuestion();
    const client = await challenged(host);
    client.send(packet);
    expect(await client.untilClosed()).toMatchObject([{ type: 'connack', reasonCode }]);
  });

  test('refuses bytes whose Reason Code CONNACK may not carry with one that it may', async () => {
    await using host = brokerWithQuestion();
    const client = await challenged(host);
    // A PUBLISH with Topic Alias 0: in DISCONNECT it would be 0x94. [5.0/MQTT-3.2.2-8]
    client.sendBytes(Buffer.from('30080001610323000078', 'hex'));
    expect(await client.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: Reason.protocolError }]);
  });

  test('renews itself on request, and ends the connection when that fails', async () => {
    await using host = brokerWithQuestion();
    const client = await challenged(host);
    client.send(auth(Reason.continueAuthentication, 'right'));
    await client.expect('connack');
    client.send(auth(Reason.reauthenticate, ''));
    expect(await client.expect('auth')).toMatchObject({ reasonCode: Reason.continueAuthentication });
    client.send(auth(Reason.continueAuthentication, 'right'));
    expect(await client.expect('auth')).toMatchObject({ reasonCode: Reason.success });
    client.send(auth(Reason.reauthenticate, ''));
    await client.expect('auth');
    client.send(auth(Reason.continueAuthentication, 'wrong'));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.notAuthorized);
  });

  test('AUTH from a client without a method is a Protocol Error', async () => {
    await using host = brokerWithQuestion();
    const client = await host.connect();
    client.send(auth(Reason.reauthenticate, ''));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.protocolError);
  });
});
