import { describe, expect, test } from 'vitest';
import { openConnectStorm } from './connect-storm.ts';
import { runScenario, startBroker } from './run-scenario.test.helper.ts';
import { connack, roundTrip, startStubbornServer } from './stubborn-server.test.helper.ts';

const storm = { scenario: 'connect-storm', connections: 40, atOnce: 8 };

describe.each(['3.1.1', '5.0'] as const)('MQTT %s', (mqtt) => {
  test('each client connects once, and none is left', async () => {
    await using served = await startBroker();
    const ran = await runScenario(openConnectStorm, { url: served.url, workload: storm, mqtt });
    expect(ran.phases).toEqual(['connect', 'measure', 'drain']);
    expect(ran.counted('measure')).toMatchObject({ acknowledged: 40, connections: 40 });
    expect(ran.measured('connect')).toBe(40);
    expect(ran.report).toMatchObject({ flows: [], unsent: 0 });
    expect(ran.report.measuredSeconds).toBeGreaterThan(0);
    expect(ran.report.lost).toBeUndefined();
    expect(served.broker.stats).toMatchObject({ connectionsAccepted: 40, connections: 0, sessions: 0 });
  });
});

test('the warm-up connects too, and counts for nothing', async () => {
  await using served = await startBroker();
  const workload = { ...storm, phases: { warmupSeconds: 0.2 } };
  const ran = await runScenario(openConnectStorm, { url: served.url, workload });
  expect(ran.phases).toEqual(['connect', 'warm-up', 'measure', 'drain']);
  expect(ran.counted('warm-up').acknowledged).toBeGreaterThan(0);
  expect(ran.measured('connect')).toBe(40);
  expect(ran.counted('measure').acknowledged).toBe(40);
  expect(served.broker.stats.connections).toBe(0);
});

test('so many attempts are under way at once, and no more', async () => {
  const waiting: (() => void)[] = [];
  const seen: number[] = [];
  await using server = await startStubbornServer({
    onConnect(socket) {
      waiting.push(() => socket.write(connack));
      if (waiting.length !== storm.atOnce) return;
      // Whoever began together with these has arrived when the answer to one who began later is here.
      void roundTrip(server.url).then(() => {
        seen.push(waiting.length);
        for (const letIn of waiting.splice(0)) letIn();
      });
    },
  });
  const { report } = await runScenario(openConnectStorm, { url: server.url, workload: storm });
  expect(report.figures).toEqual([{ name: 'connections made', value: 40, unit: 'count' }]);
  expect(seen).toEqual([8, 8, 8, 8, 8]);
});

test('workers divide the connections', async () => {
  await using served = await startBroker();
  const runs = await Promise.all(
    [0, 1, 2].map((worker) =>
      runScenario(openConnectStorm, { url: served.url, workload: storm, worker, workers: 3 }),
    ),
  );
  expect(runs.map((ran) => ran.measured('connect'))).toEqual([14, 13, 13]);
  expect(served.broker.stats.connectionsAccepted).toBe(40);
});

test('a target that ends connections is lost, and what was measured stands', async () => {
  await using server = await startStubbornServer({
    onConnect(socket, number) {
      if (number <= 24) socket.write(connack);
      else socket.destroy();
    },
  });
  const ran = await runScenario(openConnectStorm, { url: server.url, workload: storm });
  expect(ran.report.lost).toBe('closed by the target (FIN)');
  expect(ran.measured('connect')).toBe(24);
});

test('a refused connection is lost too', async () => {
  const refusal = Uint8Array.of(0x20, 2, 0, 3);
  await using server = await startStubbornServer({ onConnect: (socket) => socket.write(refusal) });
  const ran = await runScenario(openConnectStorm, { url: server.url, workload: storm });
  expect(ran.report.lost).toBe('CONNACK refused the connection with 0x03');
  expect(ran.measured('connect')).toBe(0);
});

test('a target that never answers is given up at the deadline', async () => {
  await using server = await startStubbornServer({ onConnect: () => undefined });
  const workload = { ...storm, phases: { connectSeconds: 0.2 } };
  const { report } = await runScenario(openConnectStorm, { url: server.url, workload });
  expect(report.lost).toBe('0 of 40 connections stood after 0.2 s');
});

test('an early end gives up what is under way', async () => {
  const finish = new AbortController();
  await using server = await startStubbornServer({
    onConnect(socket, number) {
      if (number <= 10) socket.write(connack);
      else finish.abort();
    },
  });
  const ran = await runScenario(openConnectStorm, {
    url: server.url,
    workload: storm,
    finish: finish.signal,
  });
  expect(ran.report.lost).toBeUndefined();
  expect(ran.measured('connect')).toBe(10);
  expect(ran.report.figures).toEqual([{ name: 'connections made', value: 10, unit: 'count' }]);
});
