import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QoS } from '../src/packet/qos.ts';
import { groupsFor, type Member, memberOf, type Publishing, plainCopyFor } from './fixtures/routing-model.ts';
import { sampleMessage } from './persistence/fixtures/sample-entries.ts';
import { createRouter, type Router } from './router.ts';
import type { ActiveSubscription } from './subscription.ts';
import { createSubscriptionTree, type SubscriptionTree } from './subscription-tree.ts';

// Few of each, so that most changes touch what was remembered a step before.
const clients = ['c0', 'c1', 'c2'] as const;
type Client = (typeof clients)[number];
const topics = ['a', 'a/b', '$s/a'] as const;
const filters = ['a', 'a/+', '#', '$s/a'] as const;

/** What happens, one after the other, on one tree behind one router. */
type Step =
  | { readonly kind: 'subscribe'; readonly client: Client; readonly subscription: ActiveSubscription }
  | { readonly kind: 'unsubscribe'; readonly client: Client; readonly pick: number }
  | { readonly kind: 'connection'; readonly client: Client; readonly isConnected: boolean }
  | {
      readonly kind: 'publish';
      readonly publisher: Client;
      readonly topicName: string;
      readonly qos: QoS;
      readonly retain: boolean;
    };

const client = fc.constantFrom(...clients);
const qos = fc.constantFrom<QoS>(0, 1, 2);
const shareName = fc.constantFrom(undefined, undefined, 'g');

const subscription: fc.Arbitrary<ActiveSubscription> = fc
  .record({
    matchedFilter: fc.constantFrom(...filters),
    share: shareName,
    grantedQoS: qos,
    noLocal: fc.boolean(),
    retainAsPublished: fc.boolean(),
    identifier: fc.constantFrom(undefined, 1, 2),
  })
  .map(({ matchedFilter, share, grantedQoS, noLocal, retainAsPublished, identifier }) => ({
    topicFilter: share === undefined ? matchedFilter : `$share/${share}/${matchedFilter}`,
    matchedFilter,
    ...(share === undefined ? {} : { shareName: share }),
    grantedQoS,
    // A Shared Subscription may not have it. [5.0/MQTT-3.8.3-4]
    noLocal: share === undefined && noLocal,
    retainAsPublished,
    ...(identifier === undefined ? {} : { subscriptionIdentifier: identifier }),
  }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('subscribe' as const), client, subscription }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('unsubscribe' as const),
      client,
      pick: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('connection' as const), client, isConnected: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      publisher: client,
      topicName: fc.constantFrom(...topics),
      qos,
      retain: fc.boolean(),
    }),
  },
);

function expectPlainCopy(member: Member, publishing: Publishing): number {
  const plain = member.got.filter(({ sharedTopicFilter }) => sharedTopicFilter === undefined);
  const expected = plainCopyFor(member, publishing);
  expect(
    plain.map(({ qos: got, retain, subscriptions }) => ({
      qos: got,
      retain,
      subscriptions: new Set(subscriptions),
    })),
  ).toEqual(expected === undefined ? [] : [expected]);
  return plain.length;
}

function expectSharedCopy(topicFilter: string, group: ReadonlySet<Member>, publishing: Publishing): void {
  const takers = [...group].filter((member) =>
    member.got.some(({ sharedTopicFilter }) => sharedTopicFilter === topicFilter),
  );
  expect(takers).toHaveLength(1);
  const [taker] = takers;
  const held = taker?.held.get(topicFilter);
  if (taker === undefined || held === undefined) throw new Error('somebody of the group has it');
  const copies = taker.got.filter(({ sharedTopicFilter }) => sharedTopicFilter === topicFilter);
  expect(copies).toHaveLength(1);
  expect(copies[0]).toMatchObject({
    qos: Math.min(publishing.qos, held.grantedQoS),
    retain: publishing.retain && held.retainAsPublished,
  });
  expect(copies[0]?.subscriptions).toEqual([held]);
  // [5.0/U-4.8.2-7]
  const isAnyConnected = [...group].some(({ isConnected }) => isConnected);
  expect(taker.isConnected).toBe(isAnyConnected);
}

/** A tree and its router, and beside them what each Session was told to hold. */
interface World {
  readonly tree: SubscriptionTree;
  readonly router: Router;
  readonly members: readonly Member[];
}

function createWorld(): World {
  const tree = createSubscriptionTree();
  return { tree, router: createRouter(tree), members: clients.map(memberOf) };
}

function expectDelivered({ router, members }: World, publishing: Publishing): void {
  for (const { got } of members) got.length = 0;
  const message = sampleMessage(publishing);
  const { copies, dropped } = router.route(message);
  const groups = groupsFor(members, publishing.topicName);
  let expected = groups.size;
  for (const member of members) expected += expectPlainCopy(member, publishing);
  for (const [topicFilter, group] of groups) expectSharedCopy(topicFilter, group, publishing);
  expect({ copies, dropped }).toEqual({ copies: expected, dropped: 0 });
  const given = members.flatMap(({ got }) => got);
  expect(given).toHaveLength(expected);
  for (const delivery of given) expect(delivery.message).toBe(message);
}

function take(world: World, happening: Step): void {
  if (happening.kind === 'publish') return expectDelivered(world, happening);
  const member = world.members[clients.indexOf(happening.client)] as Member;
  switch (happening.kind) {
    case 'subscribe':
      world.tree.add(member, happening.subscription);
      return void member.held.set(happening.subscription.topicFilter, happening.subscription);
    case 'unsubscribe': {
      const all = [...member.held.values()];
      const given = all[happening.pick % all.length];
      if (given === undefined) return;
      world.tree.remove(member, given);
      return void member.held.delete(given.topicFilter);
    }
    case 'connection':
      member.isConnected = happening.isConnected;
  }
}

test('each message goes by the Subscriptions of its moment, whatever was remembered of its topic', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const world = createWorld();
      for (const happening of steps) take(world, happening);
      expect(world.tree.size).toBe(world.members.reduce((sum, { held }) => sum + held.size, 0));
    }),
    { numRuns: 1_000 },
  );
});
