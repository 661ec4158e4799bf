import { expect, test } from 'vitest';
import { openIdleConnections } from './idle-connections.ts';
import { runScenario, startBroker } from './run-scenario.test.helper.ts';
import { connack, startStubbornServer } from './stubborn-server.test.helper.ts';

const idle = { scenario: 'idle-connections', connections: 30, atOnce: 8, phases: { measureSeconds: 0.1 } };

test('connections are made by the load, held, and ended', async () => {
  await using served = await startBroker();
  const { stats } = served.broker;
  expect(stats.connections).toBe(0);
  const ran = await runScenario(openIdleConnections, {
    url: served.url,
    workload: idle,
    whenOpen: () => expect(served.broker.stats.connectionsAccepted).toBe(0),
    whenLoaded: () => expect(served.broker.stats.connections).toBe(30),
  });
  expect(ran.measured('connect')).toBe(30);
  expect(ran.counted('measure').acknowledged).toBe(30);
  expect(ran.counted('drain').connections).toBe(30);
  expect(ran.report.figures[0]).toEqual({ name: 'connections held', value: 30, unit: 'count' });
  expect(ran.report.figures.map(({ name }) => name)).toContain('generator memory per connection');
  expect(ran.report.lost).toBeUndefined();
  expect(served.broker.stats.connections).toBe(0);
});

test('memory is told only of more connections than the process ever held', async () => {
  await using served = await startBroker();
  const figures = [];
  for (const connections of [40, 40, 20, 41]) {
    const workload = { ...idle, connections };
    const { report } = await runScenario(openIdleConnections, { url: served.url, workload });
    figures.push(report.figures.length);
  }
  expect(figures).toEqual([2, 1, 1, 2]);
});

test('a hold that is longer than the Keep Alive loses nobody', async () => {
  await using served = await startBroker();
  const workload = { ...idle, connections: 5, keepAliveSeconds: 1, phases: { measureSeconds: 2 } };
  const { report } = await runScenario(openIdleConnections, { url: served.url, workload });
  expect(report.lost).toBeUndefined();
  expect(report.figures[0]).toEqual({ name: 'connections held', value: 5, unit: 'count' });
});

test('connections that the target ends during the hold are counted', async () => {
  await using server = await startStubbornServer({
    onConnect(socket, number) {
      socket.write(connack);
      if (number === 30) for (const victim of server.connected.slice(3, 7)) victim.end();
    },
  });
  const { report } = await runScenario(openIdleConnections, { url: server.url, workload: idle });
  expect(report.lost).toBe('4 of 30 connections were closed by the target (FIN)');
  expect(report.figures[0]).toMatchObject({ name: 'connections held', value: 26 });
});

test('connections that do not answer are not held', async () => {
  await using server = await startStubbornServer({ pings: 'ignored' });
  const workload = { ...idle, phases: { measureSeconds: 0.1, drainSeconds: 0.1 } };
  const { report } = await runScenario(openIdleConnections, { url: server.url, workload });
  expect(report.lost).toBe('30 of 30 connections did not answer a PINGREQ within 0.1 s');
  expect(report.figures[0]).toMatchObject({ name: 'connections held', value: 0 });
});

test('an early end cuts the hold short', async () => {
  await using served = await startBroker();
  const finish = new AbortController();
  const workload = { ...idle, phases: { measureSeconds: 3600 } };
  const running = runScenario(openIdleConnections, {
    url: served.url,
    workload,
    finish: finish.signal,
    whenOpen: () => setTimeout(() => finish.abort(), 50),
  });
  const { report } = await running;
  expect(report.lost).toBeUndefined();
});
