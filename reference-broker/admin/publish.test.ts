import { describe, expect, test } from 'vitest';
import { subscribe } from '../fixtures/test-broker.ts';
import { payloads } from '../fixtures/test-client.ts';
import { errorOf, startTestAdmin, token } from './fixtures/test-admin.ts';

const json = { 'content-type': 'application/json' };

describe('POST /publish', () => {
  test('a raw body is the payload, whatever bytes it has', async () => {
    await using admin = await startTestAdmin();
    const client = await admin.host.connect();
    await subscribe(client, ['a/+']);
    const answer = await admin.publish('topic=a%2Fb&qos=1', new Uint8Array([0, 255, 128]));
    expect(answer).toMatchObject({ status: 202, body: '{"subscribers":1}\n' });
    const message = await client.expect('publish');
    expect(message).toMatchObject({ topicName: 'a/b', qos: 1, retain: false });
    expect([...message.payload]).toEqual([0, 255, 128]);
  });

  test('nobody hears it: 0 subscribers', async () => {
    await using admin = await startTestAdmin();
    expect(await admin.publish('topic=a', 'x')).toMatchObject({ status: 202, body: '{"subscribers":0}\n' });
    expect(admin.host.broker.stats.messagesPublishedLocally).toEqual({ 0: 1, 1: 0, 2: 0 });
  });

  test('retain=1 leaves it for later subscribers, an empty body takes it away', async () => {
    await using admin = await startTestAdmin();
    await admin.publish('topic=a&retain=1', 'kept');
    const client = await admin.host.connect();
    await subscribe(client, ['a']);
    expect(payloads(await client.fence())).toEqual(['kept']);
    await admin.publish('topic=a&retain=1', '');
    expect(admin.host.broker.stats.retainedMessages).toBe(0);
  });

  test('the topic is percent-decoded as UTF-8, a plus is a space', async () => {
    await using admin = await startTestAdmin();
    const client = await admin.host.connect();
    await subscribe(client, ['#']);
    await admin.publish('topic=h%C3%A9+%2Bx'.replace('%2B', '%26'), 'x');
    expect(await client.expect('publish')).toMatchObject({ topicName: 'hé &x' });
  });

  test('JSON may say everything', async () => {
    await using admin = await startTestAdmin();
    const client = await admin.host.connect();
    await subscribe(client, ['#']);
    const body = {
      topic: 'a',
      qos: 2,
      payload: 'AP8=',
      encoding: 'base64',
      contentType: 'x/y',
      messageExpiryIntervalSeconds: 60,
      userProperties: [
        ['n', '1'],
        ['n', '2'],
      ],
    };
    expect(await admin.publish('', JSON.stringify(body), json)).toMatchObject({ status: 202 });
    const message = await client.expect('publish');
    expect(message).toMatchObject({
      topicName: 'a',
      qos: 2,
      properties: {
        contentType: 'x/y',
        messageExpiryIntervalSeconds: 60,
        userProperty: [
          ['n', '1'],
          ['n', '2'],
        ],
      },
    });
    expect([...message.payload]).toEqual([0, 255]);
  });

  test('JSON and query agree, or are refused', async () => {
    await using admin = await startTestAdmin();
    const body = JSON.stringify({ topic: 'a', qos: 1, payload: 'é', userProperties: { n: '1' } });
    expect(await admin.publish('topic=a&qos=1&retain=0', body, json)).toMatchObject({ status: 202 });
    const answer = await admin.publish('topic=b', body, json);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toBe('The query and the body name another topic: name it in one of them.');
  });

  test('needs the token', async () => {
    await using admin = await startTestAdmin();
    const wrong = [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
      token,
    ];
    for (const authorization of wrong) {
      const { status, headers } = await admin.publish('topic=a', 'x', { authorization });
      expect([authorization, status, headers['www-authenticate']]).toEqual([authorization, 401, 'Bearer']);
    }
    expect(admin.host.broker.stats.messagesPublishedLocally[0]).toBe(0);
  });

  test('without a token in the configuration nobody may', async () => {
    await using host = await startTestAdmin();
    const { serveAdmin } = await import('./serve-admin.ts');
    await using admin = await serveAdmin({ broker: host.host.broker, listen: '127.0.0.1:0' });
    const answer = await fetch(`${admin.url}/publish?topic=a`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('--http.token-file');
  });

  test.each([
    ['', 'The topic is missing'],
    ['topic=', 'The Topic Name is empty.'],
    ['topic=a/%23', 'The Topic Name has a wildcard (# or +).'],
    ['topic=a/%2B/b', 'The Topic Name has a wildcard (# or +).'],
    ['topic=a%00b', 'The Topic Name contains U+0000.'],
    ['topic=%FF', 'The query is not percent-encoded UTF-8.'],
    ['topic=%ED%A0%80', 'The query is not percent-encoded UTF-8.'],
    ['topic=%', 'The query is not percent-encoded UTF-8.'],
    ['topic=$SYS/broker/uptime', 'Only the Server publishes below $SYS.'],
    ['topic=a&topic=b', 'twice'],
    ['topic=a&qos=3', 'The qos of the query must be one of 0, 1, 2.'],
    ['topic=a&qos=constructor', 'The qos of the query'],
    ['topic=a&retain=true', 'The retain of the query must be one of 0, 1.'],
    ['topic=a&dup=1', 'but not "dup"'],
  ])('?%s is refused: %s', async (query, sentence) => {
    await using admin = await startTestAdmin();
    const answer = await admin.publish(query, 'x');
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toContain(sentence);
  });

  test.each([
    ['{', 'not JSON'],
    ['[]', 'The body of the JSON is wrong'],
    ['{"topic":"a","payload":1}', 'The key payload'],
    ['{"topic":"a","payload":"x","encoding":"base64"}', 'not base64'],
    ['{"topic":"a","qos":"1"}', 'must be 0, 1 or 2'],
    ['{"topic":"a","colour":"red"}', 'colour'],
    ['{"topic":"\\ud800"}', 'not well-formed Unicode'],
    ['{"topic":"a","contentType":"\\udc00"}', 'not well-formed Unicode'],
    ['{"topic":"a","userProperties":{"n":"\\u0000"}}', 'U+0000'],
    ['{"topic":"a","userProperties":{"n":1}}', 'userProperties'],
    ['{"topic":"a","messageExpiryIntervalSeconds":-1}', 'Message Expiry Interval'],
    ['{"topic":"a","messageExpiryIntervalSeconds":1.5}', 'Message Expiry Interval'],
    [`{"topic":"${'x'.repeat(65_536)}"}`, 'longer than 65535 bytes'],
  ])('JSON %s is refused: %s', async (body, sentence) => {
    await using admin = await startTestAdmin();
    const answer = await admin.publish('', body, json);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toContain(sentence);
  });

  test('JSON that is not UTF-8 is refused', async () => {
    await using admin = await startTestAdmin();
    const answer = await admin.publish('topic=a', new Uint8Array([0x22, 0xff, 0x22]), json);
    expect(answer.status).toBe(400);
  });

  test('obeys the capabilities', async () => {
    await using admin = await startTestAdmin({ capabilities: { maximumQoS: 1, retainAvailable: false } });
    expect(errorOf(await admin.publish('topic=a&qos=2', 'x'))).toBe('QoS 2 is above Maximum QoS 1.');
    expect(errorOf(await admin.publish('topic=a&retain=1', 'x'))).toBe('Retained messages are switched off.');
    expect(await admin.publish('topic=a&qos=1', 'x')).toMatchObject({ status: 202 });
  });

  test('obeys the limits', async () => {
    await using admin = await startTestAdmin({ limits: { retainedMessages: 1, topicLevels: 3 } });
    expect(await admin.publish('topic=a&retain=1', 'x')).toMatchObject({ status: 202 });
    const full = await admin.publish('topic=b&retain=1', 'x');
    expect(full).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(errorOf(full)).toBe('No room for another retained message: try again later.');
    expect(errorOf(await admin.publish('topic=a/b/c/d', 'x'))).toBe('More than 3 topic levels.');
    expect(admin.host.broker.stats.messagesDropped.refused).toBe(2);
  });

  test('a message for which every queue is full is refused, unless its QoS is 0', async () => {
    await using admin = await startTestAdmin({ limits: { queuedMessagesPerSession: 1 } });
    const client = await admin.host.connect({ properties: { sessionExpiryIntervalSeconds: 100 } });
    await subscribe(client, ['a']);
    await client.drop();
    await admin.host.settled(0);
    expect(await admin.publish('topic=a&qos=1', '1')).toMatchObject({ status: 202 });
    const full = await admin.publish('topic=a&qos=1', '2');
    expect(full.status).toBe(503);
    expect(errorOf(full)).toBe('The queues are full: try again later.');
    expect(await admin.publish('topic=a&qos=0', '3')).toMatchObject({ status: 202 });
  });

  test('a message may be as large as the Maximum Packet Size, and no larger', async () => {
    await using admin = await startTestAdmin({ capabilities: { maximumPacketSizeBytes: 1_000 } });
    // Fixed header 5, topic 3, properties 1.
    expect(await admin.publish('topic=a', Buffer.alloc(991))).toMatchObject({ status: 202 });
    expect(await admin.publish('topic=a', Buffer.alloc(992))).toMatchObject({ status: 413 });
    expect(await admin.publish('topic=a', Buffer.alloc(100_000))).toMatchObject({ status: 413 });
  });

  test('a broker that closes says so', async () => {
    await using admin = await startTestAdmin();
    await admin.host.broker[Symbol.asyncDispose]();
    expect(await admin.publish('topic=a', 'x')).toMatchObject({ status: 503 });
    const health = await admin.ask('/healthz');
    expect(health.status).toBe(503);
    expect(errorOf(health)).toBe('The broker is shutting down.');
  });
});
