import { describe, expect, test } from 'vitest';
import { subscribe } from '../fixtures/test-broker.ts';
import { publish } from '../fixtures/test-client.ts';
import { startTestAdmin } from './fixtures/test-admin.ts';
import type { Status } from './status.ts';

/** Value by metric and labels, with the types that were declared; fails on what is not text format 0.0.4. */
function parseExposition(text: string) {
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const type = /^# TYPE (\w+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type !== null) types.set(String(type[1]), String(type[2]));
    if (line.startsWith('#')) continue;
    const sample = /^(\w+(?:\{(?:\w+="(?:[^"\\\n]|\\.)*",?)*\})?) (\S+)$/.exec(line);
    if (sample === null) throw new Error(`Not a sample: ${line}`);
    if (values.has(String(sample[1]))) throw new Error(`Twice: ${line}`);
    values.set(String(sample[1]), Number(sample[2]));
  }
  return { types, values };
}

test('GET /healthz', async () => {
  await using admin = await startTestAdmin();
  await admin.host.connect();
  const answer = await admin.ask('/healthz');
  expect(answer).toMatchObject({ status: 200, body: '{"status":"serving","connections":1}\n' });
});

test('GET /metrics tells what happened', async () => {
  await using admin = await startTestAdmin();
  const client = await admin.host.connect({ properties: { sessionExpiryIntervalSeconds: 100 } });
  await subscribe(client, ['a', 'b']);
  client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1, retain: true }));
  await client.fence();
  await client.drop();
  await admin.host.settled(0);
  await admin.publish('topic=b&qos=1', 'waits');
  const answer = await admin.ask('/metrics');
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const { types, values } = parseExposition(answer.body);
  expect(Object.fromEntries(values)).toMatchObject({
    'mqtt_broker_info{version="1.2.3"}': 1,
    mqtt_broker_connections: 0,
    'mqtt_broker_sessions{state="connected"}': 0,
    'mqtt_broker_sessions{state="stored"}': 1,
    mqtt_broker_subscriptions: 2,
    mqtt_broker_retained_messages: 1,
    mqtt_broker_connections_accepted_total: 1,
    'mqtt_broker_messages_total{direction="received",qos="1"}': 1,
    'mqtt_broker_messages_total{direction="received",qos="0"}': 0,
    'mqtt_broker_messages_published_locally_total{qos="1"}': 1,
    'mqtt_broker_messages_dropped_total{reason="refused"}': 0,
  });
  expect(values.get('mqtt_broker_queued_messages')).toBeGreaterThanOrEqual(1);
  expect(values.get('mqtt_broker_retained_bytes')).toBeGreaterThan(0);
  for (const name of ['mqtt_broker_messages_total', 'mqtt_broker_bytes_total']) {
    expect(types.get(name)).toBe('counter');
  }
});

test('the histogram of GET /metrics cumulates', async () => {
  await using admin = await startTestAdmin();
  const { recordLatency } = await import('../latency-histogram.ts');
  const { latency } = admin.host.broker.stats;
  latency.counts.fill(0);
  latency.sumMicros = 0;
  for (const micros of [1, 3, 1_000, 10_000_000]) recordLatency(latency, micros);
  const { types, values } = parseExposition((await admin.ask('/metrics')).body);
  const name = 'mqtt_broker_turn_duration_seconds';
  expect(types.get(name)).toBe('histogram');
  expect(values.get(`${name}_bucket{le="0.000001"}`)).toBe(1);
  expect(values.get(`${name}_bucket{le="0.000002"}`)).toBe(1);
  expect(values.get(`${name}_bucket{le="0.000004"}`)).toBe(2);
  expect(values.get(`${name}_bucket{le="0.001024"}`)).toBe(3);
  expect(values.get(`${name}_bucket{le="4.194304"}`)).toBe(3);
  expect(values.get(`${name}_bucket{le="+Inf"}`)).toBe(4);
  expect(values.get(`${name}_count`)).toBe(4);
  expect(values.get(`${name}_sum`)).toBeCloseTo(10.001004);
});

describe('GET /status.json', () => {
  test('names the connected clients', async () => {
    await using admin = await startTestAdmin();
    await admin.host.connect({ clientIdentifier: 'one', userName: 'ann', protocolVersion: '3.1.1' });
    const status = JSON.parse((await admin.ask('/status.json')).body) as Status;
    expect(status.clients).toMatchObject([
      { clientIdentifier: 'one', userName: 'ann', protocolVersion: '3.1.1', connectedAtMillis: 1_000_000 },
    ]);
    expect(status.gauges).toMatchObject({ connections: 1, sessionsConnected: 1, sessionsStored: 0 });
  });

  test('names the busiest topics of the last seconds', async () => {
    await using admin = await startTestAdmin();
    const client = await admin.host.connect();
    await admin.ask('/status.json');
    for (const topic of ['a', 'b', 'a']) client.send(publish(topic, 'x'));
    await client.fence();
    admin.host.clock.advance(5_000);
    const { topics } = JSON.parse((await admin.ask('/status.json')).body) as Status;
    expect(topics).toEqual([
      { topicName: 'a', messagesPerSecond: 0.4 },
      { topicName: 'b', messagesPerSecond: 0.2 },
    ]);
  });

  test('is for those who name this server only', async () => {
    await using admin = await startTestAdmin();
    const { port } = new URL(admin.url);
    const own = [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]', '192.168.0.1:80'];
    const others = [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil',
      'a@localhost',
    ];
    for (const host of [...own, ...others]) {
      const isOwn = own.includes(host);
      const { status } = await admin.ask('/status.json', { headers: { host } });
      const published = await admin.publish('topic=a', 'x', { host });
      expect([host, status, published.status]).toEqual([host, ...(isOwn ? [200, 202] : [421, 421])]);
    }
  });
});

test('GET / is a page that can load nothing from elsewhere and run nothing but its own script', async () => {
  await using admin = await startTestAdmin();
  const { headers, body } = await admin.ask('/');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'sha256-");
  expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
  expect(body).not.toMatch(
    /(?:src|href)="(?!data:,)|https?:\/\/(?!www\.w3\.org\/2000\/svg)|\bon\w+="|innerHTML|style="/,
  );
});

test.each([
  ['/', 'POST', 'GET, HEAD'],
  ['/metrics', 'DELETE', 'GET, HEAD'],
  ['/status.json', 'PUT', 'GET, HEAD'],
  ['/healthz', 'OPTIONS', 'GET, HEAD'],
  ['/publish', 'GET', 'POST'],
  ['/publish', 'OPTIONS', 'POST'],
])('%s does not know %s', async (path, method, allow) => {
  await using admin = await startTestAdmin();
  expect(await admin.ask(path, { method })).toMatchObject({ status: 405, headers: { allow } });
});

test.each(['/nothing', '/publish/', '//', '/../etc/passwd', '/%2e'])('%s is not there', async (path) => {
  await using admin = await startTestAdmin();
  expect(await admin.ask(path)).toMatchObject({ status: 404 });
});

test('HEAD tells the head alone', async () => {
  await using admin = await startTestAdmin();
  expect(await admin.ask('/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});
