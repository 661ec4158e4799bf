import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches } from '../../packet/index.ts';
import type { WorkerPlan } from '../worker/protocol.ts';
import { type Flow, workloadSchema } from '../workload/schema.ts';
import { type FlowPlan, flowPlans } from './flow-layout.ts';
import { ScenarioError } from './scenario.ts';

function workloadOf(flows: readonly object[]) {
  const load = { kind: 'constant', ratePerSecond: 1 };
  const workload = workloadSchema.parse({
    scenario: 'flows',
    summary: 's',
    flows: flows.map((flow, index) => ({ name: `flow ${index}`, load, ...flow })),
  });
  if (!('flows' in workload)) throw new Error('a workload without flows');
  return workload;
}

function planOf(worker: number, workers: number, flows: readonly object[]): WorkerPlan {
  return {
    url: 'mqtt://127.0.0.1:1',
    dial: {},
    mqtt: '5.0',
    runTag: 'abc123',
    worker,
    workers,
    pacing: 'spin',
    workload: workloadOf(flows),
  };
}

/** What each worker has. */
function layOut(flows: readonly object[], workers: number): readonly (readonly FlowPlan[])[] {
  return Array.from({ length: workers }, (_, worker) =>
    flowPlans(planOf(worker, workers, flows), workloadOf(flows).flows),
  );
}

const anyFlow = fc
  .record({
    publishers: fc.integer({ min: 1, max: 12 }),
    subscribers: fc.nat(12),
    delivery: fc.constantFrom<Flow['delivery']>('pairs', 'everyone', 'shared'),
    stalled: fc.nat(3),
    topicLevels: fc.integer({ min: 3, max: 6 }),
  })
  .map(({ stalled, ...flow }) => ({
    ...flow,
    stalledSubscribers:
      flow.delivery === 'everyone' ? Math.min(stalled, Math.max(0, flow.subscribers - 1)) : 0,
  }));
const anyLayout = fc.record({
  flows: fc.array(anyFlow, { minLength: 1, maxLength: 4 }),
  workers: fc.integer({ min: 1, max: 6 }),
});

/** Whether a Topic Filter matches, `$share/group/` aside. */
const filterMatches = (filter: string, topicName: string): boolean =>
  matches(filter.replace(/^\$share\/[^/]+\//, ''), topicName);

test('every topic is on exactly one worker, however many there are', () => {
  fc.assert(
    fc.property(anyLayout, ({ flows, workers }) => {
      const plans = layOut(flows, workers);
      for (const [index, { delivery, publishers, subscribers }] of flows.entries()) {
        const topics = delivery === 'pairs' ? Math.max(publishers, subscribers) : publishers;
        const seen = plans.flatMap((ofWorker) => ofWorker[index]?.topics.map(({ ofFlow }) => ofFlow) ?? []);
        expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: topics }, (_, topic) => topic));
        for (const ofWorker of plans) expect(ofWorker[index]?.topicsInAll).toBe(topics);
      }
      const names = plans.flat().flatMap(({ topics }) => topics.map(({ form }) => form.topicName));
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('a worker numbers its topics from 0, over all of its flows', () => {
  fc.assert(
    fc.property(anyLayout, ({ flows, workers }) => {
      for (const ofWorker of layOut(flows, workers)) {
        const numbers = ofWorker.flatMap(({ topics }) => topics.map(({ form }) => form.topic));
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, number) => number));
      }
    }),
  );
});

test('every message has its receivers on the worker that sends it, and nobody else gets it', () => {
  fc.assert(
    fc.property(anyLayout, ({ flows, workers }) => {
      const plans = layOut(flows, workers);
      const everyone = plans.flatMap((ofWorker, worker) =>
        ofWorker.flatMap(({ subscribers, flowIndex }) =>
          subscribers.map((one) => ({ ...one, worker, flowIndex })),
        ),
      );
      for (const [worker, ofWorker] of plans.entries()) {
        for (const { flow, flowIndex, topics, receivers } of ofWorker) {
          for (const { form } of topics) {
            const receiving = everyone.filter(({ topicFilters }) =>
              topicFilters.some((filter) => filterMatches(filter, form.topicName)),
            );
            expect(receiving.every((one) => one.worker === worker && one.flowIndex === flowIndex)).toBe(true);
            expect(receiving.every((one) => one.topics.includes(form.topic))).toBe(true);
            const ordinary = receiving.filter(({ standing }) => standing === 'ordinary').length;
            expect(flow.delivery === 'shared' ? Math.min(1, ordinary) : ordinary).toBe(receivers);
            expect(receiving.length - ordinary).toBe(flow.stalledSubscribers);
          }
        }
      }
    }),
  );
});

test('every publisher and every subscriber that a flow names has something to do', () => {
  fc.assert(
    fc.property(anyLayout, ({ flows, workers }) => {
      const plans = layOut(flows, workers);
      for (const [index, flow] of flows.entries()) {
        const ofFlow = plans.flatMap((ofWorker) => ofWorker[index] ?? []);
        const publishers = new Set(ofFlow.flatMap(({ topics }) => topics.map(({ publisher }) => publisher)));
        const subscribers = ofFlow.flatMap((plan) => plan.subscribers.map(({ subscriber }) => subscriber));
        expect(publishers.size).toBe(flow.publishers);
        expect(subscribers.length).toBe(flow.subscribers);
        expect(new Set(subscribers).size).toBe(flow.subscribers);
      }
    }),
  );
});

test('pairs are dealt out evenly', () => {
  const plans = layOut([{ publishers: 10, subscribers: 10 }], 4);
  expect(plans.map(([flow]) => flow?.topics.length)).toEqual([3, 3, 2, 2]);
});

describe('names', () => {
  test('a Topic Name has as many levels as asked for', () => {
    const [[flow] = []] = layOut([{ topicLevels: 5 }], 1);
    expect(flow?.topics[0]?.form.topicName).toBe('assay-abc123/0/0/level-0/level-1');
  });

  test('one topic is subscribed to by its name: a target without wildcards can be measured', () => {
    const [[flow] = []] = layOut([{ delivery: 'everyone', subscribers: 2 }], 1);
    expect(flow?.subscribers.map(({ topicFilters }) => topicFilters)).toEqual([
      ['assay-abc123/0/0'],
      ['assay-abc123/0/0'],
    ]);
  });

  test('a Shared Subscription has a group of its own', () => {
    const [[flow] = []] = layOut([{ delivery: 'shared', publishers: 2, subscribers: 2 }], 1);
    expect(flow?.subscribers.map(({ topicFilters }) => topicFilters)).toEqual([
      ['$share/assay-abc123/assay-abc123/0/#'],
      ['$share/assay-abc123/assay-abc123/0/#'],
    ]);
  });
});

test('aliases are numbered from 1 on each connection', () => {
  const [[flow] = []] = layOut([{ publishers: 2, subscribers: 6, topicAlias: true }], 1);
  const aliases = flow?.topics.map(({ publisher, form }) => ({ publisher, alias: form.topicAlias }));
  expect(aliases).toEqual([
    { publisher: 0, alias: 1 },
    { publisher: 1, alias: 1 },
    { publisher: 0, alias: 2 },
    { publisher: 1, alias: 2 },
    { publisher: 0, alias: 3 },
    { publisher: 1, alias: 3 },
  ]);
});

test('Topic Aliases in 3.1.1, which has none, are not measured as if they were', () => {
  const flows = [{ topicAlias: true }];
  const plan: WorkerPlan = { ...planOf(0, 1, flows), mqtt: '3.1.1' };
  expect(() => flowPlans(plan, workloadOf(flows).flows)).toThrow(ScenarioError);
  expect(() => flowPlans(plan, workloadOf(flows).flows)).toThrow(/Topic Alias.*5\.0/);
});

test('more topics than a message can number are refused', () => {
  expect(() => layOut([{ publishers: 65_537, subscribers: 65_537 }], 1)).toThrow(/room for 65536 topics/);
  expect(layOut([{ publishers: 65_537, subscribers: 65_537 }], 2)).toHaveLength(2);
});
