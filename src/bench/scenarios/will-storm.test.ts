import { describe, expect, test } from 'vitest';
import { runScenario, startBroker } from './run-scenario.test.helper.ts';
import { openWillStorm } from './will-storm.ts';

const notAllowed = { reasonCode: 0x87, detail: 'no' };
const wills = { scenario: 'will-storm', connections: 50, atOnce: 8 };

describe.each([
  { qos: 0, mqtt: '3.1.1' },
  { qos: 1, mqtt: '5.0' },
  { qos: 2, mqtt: '3.1.1' },
] as const)('QoS $qos, MQTT $mqtt', ({ qos, mqtt }) => {
  test('the Will of each client that is cut off arrives', async () => {
    await using served = await startBroker();
    const ran = await runScenario(openWillStorm, {
      url: served.url,
      workload: { ...wills, qos },
      mqtt,
      whenOpen: () => expect(served.broker.stats.connections).toBe(51),
    });
    expect(ran.report.flows).toEqual([
      {
        name: 'Will Messages',
        qos,
        sent: 50,
        acknowledged: 0,
        refused: 0,
        expected: 50,
        delivered: 50,
        lost: 0,
        duplicated: 0,
        reordered: 0,
      },
    ]);
    expect(ran.counted('measure')).toMatchObject({ sent: 50, delivered: 50 });
    expect(ran.measured('e2e')).toBe(50);
    expect(ran.report.notes).toEqual([]);
    expect(ran.report.lost).toBeUndefined();
    expect(served.broker.stats).toMatchObject({ connections: 0, sessions: 0 });
  });
});

test('Wills that do not come are lost', async () => {
  await using served = await startBroker({
    // The Will is accepted with the CONNECT, and silently dropped in the end.
    hooks: { authorizePublish: (_, topicName) => (topicName.endsWith('7') && cut ? notAllowed : 'allow') },
  });
  let cut = false;
  const ran = await runScenario(openWillStorm, {
    url: served.url,
    workload: { ...wills, phases: { measureSeconds: 0.3, drainSeconds: 0.1 } },
    whenOpen() {
      cut = true;
    },
  });
  expect(ran.report.flows).toMatchObject([{ expected: 50, delivered: 45, lost: 5 }]);
  expect(ran.report.notes).toHaveLength(1);
  expect(ran.measured('e2e')).toBe(45);
});

test('an end before the load cuts nobody off', async () => {
  await using served = await startBroker();
  const ran = await runScenario(openWillStorm, {
    url: served.url,
    workload: wills,
    finish: AbortSignal.abort(),
  });
  expect(ran.report.flows).toMatchObject([{ sent: 0, expected: 0, delivered: 0, lost: 0 }]);
  expect(ran.measured('e2e')).toBe(0);
});

test('a watcher that is refused is told', async () => {
  await using served = await startBroker({ hooks: { authorizeSubscribe: () => notAllowed } });
  const running = runScenario(openWillStorm, { url: served.url, workload: wills });
  await expect(running).rejects.toMatchObject({ code: 'unsupported' });
  expect(served.broker.stats.connections).toBe(0);
});
