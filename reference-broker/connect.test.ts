import { describe, expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

describe('CONNECT', () => {
  test('a 5.0 client hears what differs from the defaults of the standard', async () => {
    await using host = createTestBroker({ capabilities: { maximumQoS: 1, retainAvailable: false } });
    const client = await host.connect();
    expect(client.connack).toEqual({
      type: 'connack',
      sessionPresent: false,
      reasonCode: 0,
      properties: {
        receiveMaximum: 64,
        maximumPacketSizeBytes: 1_048_576,
        topicAliasMaximum: 16,
        maximumQoS: 1,
        retainAvailable: 0,
      },
    });
  });

  test('an empty Client Identifier gets a new one each time', async () => {
    await using host = createTestBroker();
    const one = await host.connect({ clientIdentifier: '' });
    const other = await host.connect({ clientIdentifier: '' });
    const ids = [one, other].map(({ connack }) => connack?.properties?.assignedClientIdentifier);
    expect(ids[0]).toMatch(/^assigned-/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  test('3.1.1 refuses an empty Client Identifier with CleanSession 0', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ protocolVersion: '3.1.1', clientIdentifier: '', cleanStart: false });
    expect(client.connack).toMatchObject({ reasonCode: 0x02, sessionPresent: false });
    expect(await client.untilClosed()).toEqual([]);
  });

  test('a second CONNECT is a Protocol Error', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send({
      type: 'connect',
      protocolVersion: '5.0',
      cleanStart: true,
      keepAliveSeconds: 0,
      clientIdentifier: 'x',
    });
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.protocolError);
  });

  test('a first packet that is not CONNECT closes the stream without a word', async () => {
    await using host = createTestBroker();
    const client = await host.open();
    client.send({ type: 'pingreq' });
    expect(await client.untilClosed()).toEqual([]);
  });

  test('an unknown protocol level is answered with return code 1 of 3.1.1', async () => {
    await using host = createTestBroker();
    const client = await host.open('3.1.1');
    client.sendBytes(Buffer.from('101000044d5154540602003c000000000000', 'hex'));
    expect(await client.untilClosed()).toEqual([{ type: 'connack', sessionPresent: false, reasonCode: 1 }]);
  });

  test('a malformed CONNECT of 5.0 is answered by its Reason Code, one of 3.1.1 by the close alone', async () => {
    await using host = createTestBroker();
    const modern = await host.open();
    modern.sendBytes(Buffer.from('100f00044d5154540503003c0000026331', 'hex'));
    expect(await modern.untilClosed()).toMatchObject([
      { type: 'connack', reasonCode: Reason.malformedPacket },
    ]);
    const old = await host.open('3.1.1');
    old.sendBytes(Buffer.from('100e00044d5154540403003c00026331', 'hex'));
    expect(await old.untilClosed()).toEqual([]);
  });

  test('a stream without CONNECT is closed after the connect timeout', async () => {
    await using host = createTestBroker({ limits: { connectTimeoutMs: 3_000 } });
    const client = await host.open();
    client.sendBytes(Buffer.from('10ffffff', 'hex'));
    host.clock.advance(3_000);
    expect(await client.untilClosed()).toEqual([]);
    await host.settled(0);
    expect(host.clock.pendingTimers()).toBe(0);
  });

  test('authentication comes before the takeover and before Clean Start', async () => {
    await using host = createTestBroker({
      hooks: {
        authenticate: ({ userName }) =>
          userName === 'mallory' ? { reasonCode: Reason.badUserNameOrPassword, detail: 'No' } : 'allow',
      },
    });
    const client = await host.connect();
    await subscribe(client, ['a']);
    const refused = await host.connect({
      userName: 'mallory',
      will: { topicName: 'a', payload: Buffer.from('will'), qos: 0, retain: false },
    });
    expect(refused.connack?.reasonCode).toBe(Reason.badUserNameOrPassword);
    expect(await refused.untilClosed()).toEqual([]);
    client.send(publish('a', 'mine'));
    expect(payloads(await client.fence())).toEqual(['mine']);
  });

  test('data after a refused CONNECT is not processed', async () => {
    await using host = createTestBroker();
    const listener = await host.connect({ clientIdentifier: 'listener' });
    await subscribe(listener, ['a']);
    const client = await host.open();
    const connect = encode(
      {
        type: 'connect',
        protocolVersion: '5.0',
        cleanStart: true,
        keepAliveSeconds: 0,
        clientIdentifier: 'x',
        properties: { authenticationMethod: 'unknown' },
      },
      '5.0',
    );
    client.sendBytes(Buffer.concat([connect, encode(publish('a', 'too soon'), '5.0')]));
    expect(await client.untilClosed()).toMatchObject([
      { type: 'connack', reasonCode: Reason.badAuthenticationMethod },
    ]);
    expect(await listener.fence()).toEqual([]);
  });

  test('packets sent before CONNACK are processed when the CONNECT is accepted', async () => {
    await using host = createTestBroker();
    const listener = await host.connect({ clientIdentifier: 'listener' });
    await subscribe(listener, ['a']);
    const client = await host.open();
    const connect = encode(
      {
        type: 'connect',
        protocolVersion: '5.0',
        cleanStart: true,
        keepAliveSeconds: 0,
        clientIdentifier: 'x',
      },
      '5.0',
    );
    client.sendBytes(Buffer.concat([connect, encode(publish('a', 'early'), '5.0')]));
    await client.expect('connack');
    await client.fence();
    expect(payloads(await listener.fence())).toEqual(['early']);
  });

  test('Response Information only for those who ask', async () => {
    await using host = createTestBroker({ capabilities: { responseInformation: 'reply/' } });
    const asks = await host.connect({ clientIdentifier: 'a', properties: { requestResponseInformation: 1 } });
    expect(asks.connack?.properties?.responseInformation).toBe('reply/');
    const silent = await host.connect({ clientIdentifier: 'b' });
    expect(silent.connack?.properties?.responseInformation).toBeUndefined();
  });
});

describe('Keep Alive', () => {
  test('ends a silent connection at 1.5 times, not before', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ keepAliveSeconds: 2 });
    host.clock.advance(2_999);
    expect(await client.fence()).toEqual([]);
    host.clock.advance(2_999);
    expect(await client.fence()).toEqual([]);
    host.clock.advance(3_000);
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.keepAliveTimeout);
  });

  test('bytes of an unfinished packet do not count', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ keepAliveSeconds: 2, protocolVersion: '3.1.1' });
    host.clock.advance(2_000);
    client.sendBytes(Buffer.from('300a', 'hex'));
    const other = await host.connect({ clientIdentifier: 'other' });
    await other.fence();
    host.clock.advance(1_000);
    expect(await client.untilClosed()).toEqual([]);
  });

  test('Server Keep Alive replaces the one of a 5.0 client', async () => {
    await using host = createTestBroker({ capabilities: { serverKeepAliveSeconds: 4 } });
    const client = await host.connect({ keepAliveSeconds: 0 });
    expect(client.connack?.properties?.serverKeepAliveSeconds).toBe(4);
    host.clock.advance(6_000);
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.keepAliveTimeout);
  });
});
