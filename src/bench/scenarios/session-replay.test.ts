import { describe, expect, test } from 'vitest';
import { openOfflineDrain } from './offline-drain.ts';
import { openReconnectStorm } from './reconnect-storm.ts';
import { runScenario, startBroker } from './run-scenario.test.helper.ts';

const reconnect = {
  scenario: 'reconnect-storm',
  connections: 20,
  atOnce: 4,
  subscriptionsPerSession: 3,
  queuedPerSession: 7,
};
const offline = { scenario: 'offline-drain', subscribers: 4, queuedPerSubscriber: 150 };
const clean = { connections: 0, sessions: 0, subscriptions: 0, retainedMessages: 0 };

describe.each(['3.1.1', '5.0'] as const)('reconnect storm, MQTT %s', (mqtt) => {
  test('all clients come back to their Sessions and their messages', async () => {
    await using served = await startBroker();
    const ran = await runScenario(openReconnectStorm, {
      url: served.url,
      workload: reconnect,
      mqtt,
      whenOpen: () =>
        expect(served.broker.stats).toMatchObject({ connections: 0, sessions: 20, subscriptions: 60 }),
      whenLoaded: () => expect(served.broker.stats).toMatchObject({ connections: 20, sessions: 20 }),
    });
    expect(ran.report.flows).toEqual([
      {
        name: 'queued messages',
        qos: 1,
        sent: 140,
        acknowledged: 140,
        refused: 0,
        expected: 140,
        delivered: 140,
        lost: 0,
        duplicated: 0,
        reordered: 0,
      },
    ]);
    expect(ran.report.figures).toEqual([{ name: 'sessions lost', value: 0, unit: 'count' }]);
    expect(ran.report.notes).toEqual([]);
    expect(ran.counted('measure').acknowledged).toBe(20);
    expect(ran.measured('connect')).toBe(20);
    expect(ran.measured('replay')).toBe(20);
    expect(served.broker.stats).toMatchObject(clean);
  });
});

describe.each([1, 2] as const)('offline drain, QoS %i', (qos) => {
  test('everything that waited comes', async () => {
    // More comes only when the first are acknowledged to the end.
    await using served = await startBroker({ limits: { inflightPerSession: 10 } });
    const ran = await runScenario(openOfflineDrain, { url: served.url, workload: { ...offline, qos } });
    expect(ran.report.flows).toMatchObject([
      {
        qos,
        sent: 600,
        acknowledged: 600,
        expected: 600,
        delivered: 600,
        lost: 0,
        duplicated: 0,
        reordered: 0,
      },
    ]);
    expect(ran.counted('measure').delivered).toBe(600);
    expect(ran.measured('replay')).toBe(4);
    expect(ran.report.notes).toEqual([]);
    expect(served.broker.stats).toMatchObject(clean);
  });
});

test('what a target dropped from its queues is lost', async () => {
  await using served = await startBroker({ limits: { queuedMessagesPerSession: 149 } });
  const workload = { ...offline, phases: { measureSeconds: 0.3, drainSeconds: 0.1 } };
  const ran = await runScenario(openOfflineDrain, { url: served.url, workload });
  expect(ran.report.flows).toMatchObject([{ expected: 600, delivered: 596, lost: 4 }]);
  expect(ran.measured('replay')).toBe(0);
  expect(ran.report.notes).toEqual([
    'Not all messages came within the measured phase: the rate is that of its whole length.',
  ]);
  expect(ran.report.lost).toBeUndefined();
});

test('Sessions that were dropped are counted, and so are their messages', async () => {
  await using served = await startBroker({ capabilities: { sessionExpiryMaximumSeconds: 0 } });
  const ran = await runScenario(openReconnectStorm, {
    url: served.url,
    workload: { ...reconnect, phases: { drainSeconds: 0.1 } },
    mqtt: '5.0',
  });
  expect(ran.report.figures).toEqual([{ name: 'sessions lost', value: 20, unit: 'count' }]);
  expect(ran.report.notes).toEqual(['20 clients came back to no Session: the target had dropped it.']);
  expect(ran.report.flows).toMatchObject([{ expected: 140, delivered: 0, lost: 140 }]);
});

test('Sessions without subscriptions are come back to all the same', async () => {
  await using served = await startBroker();
  const workload = { ...reconnect, subscriptionsPerSession: 0 };
  const { report } = await runScenario(openReconnectStorm, { url: served.url, workload });
  expect(report.flows).toMatchObject([{ sent: 0, expected: 0, lost: 0 }]);
  expect(report.notes).toEqual(['No messages were queued: the Sessions have no subscription.']);
});

test('a target that refuses subscriptions is told, and keeps nothing of us', async () => {
  await using served = await startBroker({
    hooks: { authorizeSubscribe: () => ({ reasonCode: 0x87, detail: 'no' }) },
  });
  const running = runScenario(openReconnectStorm, { url: served.url, workload: reconnect });
  await expect(running).rejects.toMatchObject({ code: 'unsupported' });
  expect(served.broker.stats).toMatchObject(clean);
});

test('who was not let in before an early end is owed nothing', async () => {
  const finish = new AbortController();
  let connects = 0;
  await using served = await startBroker({
    hooks: {
      authenticate() {
        connects += 1;
        // Those that make the Sessions and the publisher come first.
        if (connects === 31) finish.abort();
        return 'allow';
      },
    },
  });
  const ran = await runScenario(openReconnectStorm, {
    url: served.url,
    workload: reconnect,
    finish: finish.signal,
  });
  const back = ran.measured('connect');
  expect(back).toBeGreaterThan(0);
  expect(back).toBeLessThan(20);
  expect(ran.report.flows).toMatchObject([{ sent: 140, expected: back * 7, delivered: back * 7, lost: 0 }]);
  expect(served.broker.stats).toMatchObject(clean);
});

test('workers divide the Sessions', async () => {
  await using served = await startBroker();
  const runs = await Promise.all(
    [0, 1, 2].map((worker) =>
      runScenario(openReconnectStorm, { url: served.url, workload: reconnect, worker, workers: 3 }),
    ),
  );
  const delivered = runs.map(({ report }) => report.flows[0]?.delivered);
  expect(delivered).toEqual([49, 49, 42]);
  expect(runs.map(({ report }) => report.flows[0]?.lost)).toEqual([0, 0, 0]);
  expect(served.broker.stats).toMatchObject(clean);
});

test('more topics than a worker can number are refused before anything is made', async () => {
  const workload = { ...offline, subscribers: 65_537 };
  const running = runScenario(openOfflineDrain, { url: 'mqtt://127.0.0.1:1', workload });
  await expect(running).rejects.toMatchObject({ code: 'fault' });
});
