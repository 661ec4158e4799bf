import { expect, test } from 'vitest';
import { memberOf } from './fixtures/routing-model.ts';
import type { Delivery } from './message.ts';
import { sampleMessage } from './persistence/fixtures/sample-entries.ts';
import { createRouter } from './router.ts';
import type { ActiveSubscription } from './subscription.ts';
import { createSubscriptionTree } from './subscription-tree.ts';

const plain: ActiveSubscription = {
  topicFilter: 'a/+',
  matchedFilter: 'a/+',
  grantedQoS: 1,
  noLocal: false,
  retainAsPublished: false,
};

test.each<[string, Partial<ActiveSubscription>, Partial<Delivery>[]]>([
  ['another QoS', { grantedQoS: 0 }, [{ qos: 0 }]],
  ['a higher QoS', { grantedQoS: 2 }, [{ qos: 2 }]],
  ['No Local', { noLocal: true }, []],
  ['Retain As Published', { retainAsPublished: true }, [{ retain: true }]],
])('%s is seen by the very next message', (_, changes, expected) => {
  const tree = createSubscriptionTree();
  const router = createRouter(tree);
  const member = memberOf('c0');
  const message = sampleMessage({ topicName: 'a/b', qos: 2, retain: true, publisher: 'c0' });
  tree.add(member, plain);
  router.route(message);
  expect(member.got.at(-1)).toMatchObject({ qos: 1, retain: false, subscriptions: [plain] });
  const changed = { ...plain, ...changes };
  tree.add(member, changed);
  member.got.length = 0;
  expect(router.route(message).copies).toBe(expected.length);
  expect(member.got).toMatchObject(expected.map((copy) => ({ ...copy, subscriptions: [changed] })));
  tree.remove(member, changed);
  expect(router.route(message)).toEqual({ copies: 0, dropped: 0 });
});

test('who joins or leaves a Shared Subscription is seen by the very next message', () => {
  const tree = createSubscriptionTree();
  const router = createRouter(tree);
  const [one, two] = [memberOf('c0'), memberOf('c1')];
  const message = sampleMessage({ topicName: 'a/b' });
  const shared = { ...plain, topicFilter: '$share/g/a/+', shareName: 'g' };
  tree.add(one, shared);
  router.route(message);
  tree.add(two, shared);
  for (let sent = 0; sent < 4; sent += 1) router.route(message);
  expect(one.got.length + two.got.length).toBe(5);
  expect(Math.abs(one.got.length - two.got.length)).toBe(1);
  tree.remove(one, shared);
  router.route(message);
  expect(one.got.length + two.got.length).toBe(6);
  tree.remove(two, shared);
  expect(router.route(message).copies).toBe(0);
  tree.add(one, shared);
  expect(router.route(message).copies).toBe(1);
});

test('a hundred thousand topics, and a Subscription that comes and goes between them', () => {
  const tree = createSubscriptionTree();
  const router = createRouter(tree);
  const member = memberOf('c0');
  const subscribed: ActiveSubscription = {
    topicFilter: 't/#',
    matchedFilter: 't/#',
    grantedQoS: 0,
    noLocal: false,
    retainAsPublished: false,
  };
  for (let topic = 0; topic < 100_000; topic += 1) {
    if (topic === 25_000) tree.add(member, subscribed);
    if (topic === 75_000) tree.remove(member, subscribed);
    router.route(sampleMessage({ topicName: `t/${topic}` }));
  }
  expect(member.got).toHaveLength(50_000);
  router.route(sampleMessage({ topicName: 't/25000' }));
  expect(member.got).toHaveLength(50_000);
});
