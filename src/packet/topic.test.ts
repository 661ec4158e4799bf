import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicFilter, topicName } from './arbitraries.ts';
import { matches, parseSharedSubscription, topicFilterViolation, topicNameViolation } from './topic.ts';

describe('topicNameViolation', () => {
  it.each([
    ['', 'topic-name-empty'],
    ['a/#', 'topic-name-has-wildcard'],
    ['a+', 'topic-name-has-wildcard'],
    ['a', undefined],
    ['/', undefined],
    ['$SYS/a b', undefined],
  ])('%j: %s', (name, code) => {
    expect(topicNameViolation(name)).toBe(code);
  });
});

describe('topicFilterViolation', () => {
  it.each([
    ['', 'topic-filter-empty'],
    ['#', undefined],
    ['/#', undefined],
    ['a/#', undefined],
    ['a#', 'multi-level-wildcard-misplaced'],
    ['a/#/b', 'multi-level-wildcard-misplaced'],
    ['##', 'multi-level-wildcard-misplaced'],
    ['#/', 'multi-level-wildcard-misplaced'],
    ['+', undefined],
    ['+/a/+', undefined],
    ['//+//', undefined],
    ['a+', 'single-level-wildcard-misplaced'],
    ['+a/b', 'single-level-wildcard-misplaced'],
    ['a/+b', 'single-level-wildcard-misplaced'],
    ['++', 'single-level-wildcard-misplaced'],
    ['+#', 'single-level-wildcard-misplaced'],
  ])('%j in both versions: %s', (filter, code) => {
    expect(topicFilterViolation(filter, '3.1.1')).toBe(code);
    expect(topicFilterViolation(filter, '5.0')).toBe(code);
  });

  it.each([
    ['$share/g/a', undefined],
    ['$share/g/#', undefined],
    ['$share/g//', undefined],
    ['$share', undefined],
    ['$shared/a', undefined],
    ['$share/', 'share-name-empty'],
    ['$share//a', 'share-name-empty'],
    ['$share/g+/a', 'share-name-has-wildcard'],
    ['$share/#', 'share-name-has-wildcard'],
    ['$share/g', 'shared-subscription-without-filter'],
    ['$share/g/', 'shared-subscription-without-filter'],
    ['$share/g/a#', 'multi-level-wildcard-misplaced'],
    ['$share/g/+a', 'single-level-wildcard-misplaced'],
  ])('%j in 5.0: %s', (filter, code) => {
    expect(topicFilterViolation(filter, '5.0')).toBe(code);
  });

  it('takes $share in 3.1.1 as any other level', () => {
    expect(topicFilterViolation('$share//a', '3.1.1')).toBeUndefined();
    expect(topicFilterViolation('$share/g', '3.1.1')).toBeUndefined();
  });
});

describe('parseSharedSubscription', () => {
  it.each([
    ['$share/g/a/+', { shareName: 'g', topicFilter: 'a/+' }],
    ['$share/g//a', { shareName: 'g', topicFilter: '/a' }],
    ['a/$share/g/b', undefined],
    ['$share/g', undefined],
    ['$share/g/a#', undefined],
  ])('%j', (filter, parts) => {
    expect(parseSharedSubscription(filter)).toEqual(parts);
  });
});

describe('matches', () => {
  // The examples of section 4.7, and the edges around them.
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/tennis/player1/#', 'sport/tennis/player2', false],
    ['sport/tennis/player1/#', 'sport/tennis/player10', false],
    ['sport/#', 'sport', true],
    ['#', 'a/b/c', true],
    ['#', '/', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['+/tennis/#', 'sport/tennis', true],
    ['+/#', 'a', true],
    ['#', '$SYS/a', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/a', true],
    ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
    ['a/#', 'a/$b', true],
    ['+/$b', 'a/$b', true],
    ['ACCOUNTS', 'Accounts', false],
    ['a', 'a/', false],
    ['a/', 'a', false],
    ['/a', 'a', false],
    ['a//b', 'a/b', false],
    ['a/+/b', 'a//b', true],
    ['ä', 'a\u0308', false],
  ])('%j and %j: %s', (filter, name, expected) => {
    expect(matches(filter, name)).toBe(expected);
  });

  /** The rules once more, level by level and without care for speed. */
  function matchesByLevels(filter: readonly string[], name: readonly string[]): boolean {
    const [first, ...rest] = filter;
    if (first === undefined) return name.length === 0;
    if (first === '#') return true;
    const [level, ...others] = name;
    return level !== undefined && (first === '+' || first === level) && matchesByLevels(rest, others);
  }

  it('agrees with the rules applied level by level', () => {
    const level = fc.constantFrom('', 'a', 'b', '$a', 'ab');
    const name = fc.array(level, { minLength: 1, maxLength: 4 });
    const filter = fc
      .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
      .map(([levels, hasTail]) => (hasTail || levels.length === 0 ? [...levels, '#'] : levels));
    fc.assert(
      fc.property(filter, name, (filterLevels, nameLevels) => {
        const topic = nameLevels.join('/');
        if (topic === '' || filterLevels.join('/') === '') return;
        const isHidden = topic.startsWith('$') && ['#', '+'].includes(filterLevels[0] ?? '');
        const expected = !isHidden && matchesByLevels(filterLevels, nameLevels);
        expect(matches(filterLevels.join('/'), topic)).toBe(expected);
      }),
      { numRuns: 1500 },
    );
  });

  it('every Topic Name matches itself, and random filters end', () => {
    fc.assert(
      fc.property(topicName(), topicFilter('3.1.1'), (name, filter) => {
        expect(matches(name, name)).toBe(true);
        expect([true, false]).toContain(matches(filter, name));
      }),
    );
  });
});
