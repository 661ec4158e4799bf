import { expect, test } from 'vitest';
import { defaultVersion, needsOf } from './needs.ts';
import { workloadSchema } from './schema.ts';

const load = { kind: 'constant', ratePerSecond: 1 };
const flows = (flow: object, more: object = {}) =>
  workloadSchema.parse({ scenario: 'flows', summary: 's', flows: [{ load, ...flow }], ...more });
const scenario = (name: string, more: object = {}) =>
  workloadSchema.parse({ scenario: name, summary: 's', ...more });

test.each([
  { what: 'one pair', workload: flows({}), needs: [] },
  { what: 'QoS 1', workload: flows({ qos: 1 }), needs: [] },
  { what: 'QoS 2', workload: flows({ qos: 2 }), needs: ['qos-2'] },
  { what: 'retained messages', workload: flows({ retain: true }), needs: ['retain'] },
  { what: 'Topic Aliases', workload: flows({ topicAlias: true }), needs: ['inbound-topic-alias'] },
  { what: 'many pairs', workload: flows({ publishers: 5, subscribers: 5 }), needs: [] },
  { what: 'one topic to everyone', workload: flows({ delivery: 'everyone', subscribers: 5 }), needs: [] },
  {
    what: 'many topics to everyone',
    workload: flows({ delivery: 'everyone', publishers: 5 }),
    needs: ['wildcard-subscriptions'],
  },
  {
    what: 'a Shared Subscription to many topics',
    workload: flows({ delivery: 'shared', publishers: 5 }),
    needs: ['shared-subscriptions', 'wildcard-subscriptions'],
  },
  {
    what: 'subscriptions beside',
    workload: flows({}, { backgroundSubscriptions: 3 }),
    needs: ['wildcard-subscriptions'],
  },
  { what: 'connect-storm', workload: scenario('connect-storm'), needs: [] },
  { what: 'reconnect-storm', workload: scenario('reconnect-storm'), needs: ['session-expiry'] },
  {
    what: 'retained-replay',
    workload: scenario('retained-replay'),
    needs: ['retain', 'wildcard-subscriptions'],
  },
  {
    what: 'offline-drain at QoS 2',
    workload: scenario('offline-drain', { qos: 2 }),
    needs: ['session-expiry', 'qos-2'],
  },
  { what: 'will-storm', workload: scenario('will-storm'), needs: ['wildcard-subscriptions'] },
])('$what needs $needs', ({ workload, needs }) => {
  expect(needsOf(workload, '3.1.1').toSorted()).toEqual(['mqtt-3.1.1', ...needs].toSorted());
  expect(needsOf(workload, '5.0').toSorted()).toEqual(['mqtt-5.0', ...needs].toSorted());
});

test('what several flows need is needed once', () => {
  const workload = workloadSchema.parse({
    scenario: 'flows',
    summary: 's',
    flows: [
      { load, qos: 2 },
      { load, name: 'b', qos: 2, retain: true },
    ],
  });
  expect(needsOf(workload, '5.0')).toEqual(['mqtt-5.0', 'qos-2', 'retain']);
});

test('3.1.1 is what all servers speak; Topic Aliases need 5.0', () => {
  expect(defaultVersion(flows({}))).toBe('3.1.1');
  expect(defaultVersion(scenario('connect-storm'))).toBe('3.1.1');
  expect(defaultVersion(flows({ topicAlias: true }))).toBe('5.0');
  expect(defaultVersion(flows({}, { sweep: { topicAlias: [false, true] } }))).toBe('5.0');
  expect(defaultVersion(flows({}, { sweep: { topicAlias: [false] } }))).toBe('3.1.1');
});
