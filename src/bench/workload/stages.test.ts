import { expect, test } from 'vitest';
import { type Workload, workloadSchema } from './schema.ts';
import { stagesOf, varies, withParameter } from './stages.ts';

const load = { kind: 'poisson', ratePerSecond: 100 };
const flows = (sweep: object, flow: object = {}): Workload =>
  workloadSchema.parse({ scenario: 'flows', summary: 's', sweep, flows: [{ load, ...flow }] });
const storm = (sweep: object): Workload =>
  workloadSchema.parse({ scenario: 'connect-storm', summary: 's', sweep });

test('a workload that varies nothing has one stage, of its own name', () => {
  const workload = flows({});
  expect(stagesOf(workload, 'latency')).toEqual([{ stage: { name: 'latency', parameters: {} }, workload }]);
});

test('each combination is a stage, the last key changing fastest', () => {
  const stages = stagesOf(flows({ qos: [0, 1], payloadBytes: [16, 64, 1024] }), 'mix');
  expect(stages.map(({ stage }) => stage)).toEqual([
    { name: 'QoS 0, 16 B', parameters: { qos: 0, payloadBytes: 16 } },
    { name: 'QoS 0, 64 B', parameters: { qos: 0, payloadBytes: 64 } },
    { name: 'QoS 0, 1024 B', parameters: { qos: 0, payloadBytes: 1024 } },
    { name: 'QoS 1, 16 B', parameters: { qos: 1, payloadBytes: 16 } },
    { name: 'QoS 1, 64 B', parameters: { qos: 1, payloadBytes: 64 } },
    { name: 'QoS 1, 1024 B', parameters: { qos: 1, payloadBytes: 1024 } },
  ]);
  for (const { stage, workload } of stages)
    expect('flows' in workload && workload.flows[0]).toMatchObject(stage.parameters);
});

test('a rate is that of all flows together: equal parts where one of them has no rate of its own', () => {
  const two = workloadSchema.parse({
    scenario: 'flows',
    summary: 's',
    sweep: { ratePerSecond: [7, 8] },
    flows: [{ load }, { name: 'b', load: { kind: 'closed', inflight: 3 }, qos: 1 }],
  });
  const [first, second] = stagesOf(two, 'x');
  expect(first?.stage.name).toBe('7 msg/s');
  expect(second?.stage.name).toBe('8 msg/s');
  const changed = second?.workload;
  if (changed === undefined || !('flows' in changed) || !('flows' in two)) throw new Error('no flows');
  expect(changed.flows).toEqual(
    two.flows.map((flow) => ({ ...flow, load: { kind: 'constant', ratePerSecond: 4 } })),
  );
});

test('a rate keeps the shares of the flows, and their kind of arrivals', () => {
  const two = workloadSchema.parse({
    scenario: 'flows',
    summary: 's',
    sweep: { ratePerSecond: [40] },
    flows: [
      { load: { kind: 'poisson', ratePerSecond: 30, seed: 5 } },
      { name: 'b', load: { kind: 'constant', ratePerSecond: 10 } },
    ],
  });
  const changed = stagesOf(two, 'x')[0]?.workload;
  if (changed === undefined || !('flows' in changed)) throw new Error('no flows');
  expect(changed.flows.map((flow) => flow.load)).toEqual([
    { kind: 'poisson', ratePerSecond: 30, seed: 5 },
    { kind: 'constant', ratePerSecond: 10 },
  ]);
});

test.each([
  { sweep: { topicAlias: [false, true] }, names: ['without Topic Alias', 'with Topic Alias'] },
  {
    sweep: { backgroundSubscriptions: [0, 1000] },
    names: ['0 other subscriptions', '1000 other subscriptions'],
  },
  { sweep: { stalledSubscribers: [0, 1] }, names: ['0 stalled', '1 stalled'] },
])('$names', ({ sweep, names }) => {
  const stages = stagesOf(flows(sweep, { delivery: 'everyone', subscribers: 3 }), 'x');
  expect(stages.map(({ stage }) => stage.name)).toEqual(names);
  const [first, second] = stages.map(({ workload }) => JSON.stringify(workload));
  expect(first).not.toBe(second);
});

test('a storm varies its connections', () => {
  const stages = stagesOf(storm({ connections: [10, 20] }), 'x');
  expect(stages.map(({ stage }) => stage.name)).toEqual(['10 connections', '20 connections']);
  expect(stages.map(({ workload }) => 'connections' in workload && workload.connections)).toEqual([10, 20]);
});

test('what a workload does not have cannot be varied', () => {
  expect(varies(storm({}), 'qos')).toBe(false);
  expect(varies(storm({}), 'connections')).toBe(true);
  expect(varies(flows({}), 'connections')).toBe(false);
  expect(varies(flows({}), 'backgroundSubscriptions')).toBe(true);
  expect(withParameter(storm({}), 'qos', 1)).toEqual(storm({}));
});
