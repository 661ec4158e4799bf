import { describe, expect, test } from 'vitest';
import type { Route } from './route.ts';
import { createRouteCache } from './route-cache.ts';
import type { Subscriber } from './subscription-tree.ts';

/** A cache whose routes go to so many subscribers, and the topics that it had to look for. */
function cacheOf(subscribers: number) {
  const found: string[] = [];
  const subscriber: Subscriber = { clientIdentifier: 'c', isConnected: true, deliver: () => 'taken' };
  const ofOthers = { grantedQoS: 0, retainAsPublished: false, subscriptions: [] } as const;
  const plain = Array.from({ length: subscribers }, () => ({ subscriber, ofOthers, ofOwn: undefined }));
  const cache = createRouteCache((topicName): Route => {
    found.push(topicName);
    return { plain, shared: [] };
  });
  return { cache, found };
}

describe('the route cache', () => {
  test('looks for a topic once, until something changed', () => {
    const { cache, found } = cacheOf(1);
    const first = cache.get('a', 0);
    expect(cache.get('a', 0)).toBe(first);
    cache.get('b', 0);
    expect(cache.get('a', 0)).toBe(first);
    expect(found).toEqual(['a', 'b']);
    cache.get('a', 1);
    cache.get('b', 1);
    cache.get('a', 1);
    expect(found).toEqual(['a', 'b', 'a', 'b']);
  });

  test('an earlier revision is another one too', () => {
    const { cache, found } = cacheOf(1);
    for (const revision of [5, 4, 5]) cache.get('a', revision);
    expect(found).toHaveLength(3);
  });

  test('forgets all when it is full, and goes on', () => {
    const { cache, found } = cacheOf(0);
    const most = 65_536 / 8;
    for (let topic = 0; topic < most; topic += 1) cache.get(`t/${topic}`, 0);
    cache.get('t/0', 0);
    expect(found).toHaveLength(most);
    cache.get('one more', 0);
    cache.get('one more', 0);
    expect(found).toHaveLength(most + 1);
    cache.get('t/0', 0);
    expect(found).toHaveLength(most + 2);
    // There is room for as many again.
    for (let topic = 0; topic < most - 1; topic += 1) cache.get(`t/${topic}`, 0);
    expect(found).toHaveLength(2 * most);
    cache.get('one more', 0);
    expect(found).toHaveLength(2 * most);
  });

  test('what a change made it forget takes no room', () => {
    const { cache, found } = cacheOf(0);
    for (let topic = 0; topic < 5_000; topic += 1) cache.get(`t/${topic}`, 0);
    for (let topic = 0; topic < 5_000; topic += 1) cache.get(`t/${topic}`, 1);
    cache.get('t/0', 1);
    expect(found).toHaveLength(10_000);
  });

  test('a route counts as many as it has subscribers', () => {
    const { cache, found } = cacheOf(30_000);
    for (const topic of ['a', 'b', 'a', 'b']) cache.get(topic, 0);
    expect(found).toEqual(['a', 'b']);
    for (const topic of ['c', 'c', 'a']) cache.get(topic, 0);
    expect(found).toEqual(['a', 'b', 'c', 'a']);
  });

  test('a route that is too large is not remembered, and costs nobody else the place', () => {
    const small = cacheOf(1);
    const { found } = small;
    const large: Route = {
      plain: Array.from({ length: 65_529 }, () => small.cache.get('a', 0).plain[0]).flatMap(
        (copy) => copy ?? [],
      ),
      shared: [],
    };
    found.length = 0;
    const cache = createRouteCache((topicName) => {
      found.push(topicName);
      return topicName === 'large' ? large : { plain: [], shared: [] };
    });
    for (const topic of ['small', 'large', 'large', 'small']) cache.get(topic, 0);
    expect(found).toEqual(['small', 'large', 'large']);
  });

  test('a long topic is not remembered', () => {
    const { cache, found } = cacheOf(1);
    for (const length of [1_024, 1_024, 1_025, 1_025]) cache.get('x'.repeat(length), 0);
    expect(found.map(({ length }) => length)).toEqual([1_024, 1_025, 1_025]);
  });
});
