import { describe, expect, test } from 'vitest';
import { openRetainedReplay } from './retained-replay.ts';
import { runScenario, startBroker } from './run-scenario.test.helper.ts';

const retained = { scenario: 'retained-replay', retainedMessages: 700, subscribers: 3 };

describe.each([0, 1, 2] as const)('QoS %i', (qos) => {
  test('each subscriber gets each retained message, and none is left', async () => {
    await using served = await startBroker();
    const ran = await runScenario(openRetainedReplay, {
      url: served.url,
      workload: { ...retained, qos },
      whenOpen: () =>
        expect(served.broker.stats).toMatchObject({
          retainedMessages: 700,
          connections: 3,
          subscriptions: 0,
        }),
    });
    expect(ran.report.flows).toEqual([
      {
        name: 'retained messages',
        qos,
        sent: 700,
        acknowledged: qos === 0 ? 0 : 700,
        refused: 0,
        expected: 2100,
        delivered: 2100,
        lost: 0,
        duplicated: 0,
        reordered: 0,
      },
    ]);
    expect(ran.counted('measure').delivered).toBe(2100);
    expect(ran.measured('replay')).toBe(3);
    expect(served.broker.stats).toMatchObject({ retainedMessages: 0, connections: 0 });
  });
});

test('workers divide messages and subscribers, and each subscriber gets those of all', async () => {
  await using served = await startBroker();
  let opened = 0;
  let tellAllOpen = (): void => undefined;
  const allOpen = new Promise<void>((resolve) => {
    tellAllOpen = resolve;
  });
  let loaded = 0;
  let tellAllLoaded = (): void => undefined;
  const allLoaded = new Promise<void>((resolve) => {
    tellAllLoaded = resolve;
  });
  const runs = await Promise.all(
    [0, 1].map((worker) =>
      runScenario(openRetainedReplay, {
        url: served.url,
        workload: retained,
        worker,
        workers: 2,
        async whenOpen() {
          opened += 1;
          if (opened === 2) tellAllOpen();
          await allOpen;
        },
        async whenLoaded() {
          loaded += 1;
          if (loaded === 2) tellAllLoaded();
          await allLoaded;
        },
      }),
    ),
  );
  expect(runs.map(({ report }) => report.flows[0])).toMatchObject([
    { sent: 350, expected: 1400, delivered: 1400, lost: 0 },
    { sent: 350, expected: 700, delivered: 700, lost: 0 },
  ]);
  expect(served.broker.stats).toMatchObject({ retainedMessages: 0, connections: 0 });
});

test('a target that refuses retained messages is told, and keeps nothing of us', async () => {
  await using served = await startBroker({ limits: { retainedMessages: 500 } });
  const running = runScenario(openRetainedReplay, {
    url: served.url,
    workload: { ...retained, qos: 1 },
    mqtt: '5.0',
  });
  await expect(running).rejects.toMatchObject({
    code: 'unsupported',
    message: 'it refuses 200 of 700 retained messages',
  });
  expect(served.broker.stats).toMatchObject({ retainedMessages: 0, connections: 0 });
});

test('a subscription that is refused is told', async () => {
  await using served = await startBroker({
    hooks: { authorizeSubscribe: () => ({ reasonCode: 0x87, detail: 'no' }) },
  });
  const running = runScenario(openRetainedReplay, { url: served.url, workload: retained });
  await expect(running).rejects.toMatchObject({ code: 'unsupported' });
  expect(served.broker.stats).toMatchObject({ retainedMessages: 0, connections: 0 });
});

test('a target that hands out none is told', async () => {
  // In MQTT 3.1.1 a broker without retained messages ignores the flag.
  await using served = await startBroker({ capabilities: { retainAvailable: false } });
  const phases = { measureSeconds: 0.1, drainSeconds: 0.1 };
  const running = runScenario(openRetainedReplay, { url: served.url, workload: { ...retained, phases } });
  await expect(running).rejects.toMatchObject({ code: 'unsupported' });
  expect(served.broker.stats.connections).toBe(0);
});
