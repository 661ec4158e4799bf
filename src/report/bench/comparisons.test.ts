import { expect, test } from 'vitest';
import type { BenchResult } from '../../bench/bench-result.ts';
import {
  madeUpLatencies,
  madeUpResult,
  madeUpRounds,
} from '../../bench/compare/made-up-rounds.test.helper.ts';
import { comparisonsOf, notesOfAll } from './comparisons.ts';

const target = (name: string) => ({ name, url: 'mqtt://127.0.0.1:1883' });

function resultOf(names: readonly string[], rounds: number): BenchResult {
  const lines = names.flatMap((name) =>
    madeUpLatencies(
      name,
      Array.from({ length: rounds }, () => 300),
    ),
  );
  return madeUpResult(lines, { head: { targets: names.map(target), rounds } });
}

test('the first target is compared with each of the others', () => {
  const pairs = comparisonsOf(resultOf(['one', 'two', 'three'], 3)).map(({ a, b }) => [a.name, b.name]);
  expect(pairs).toEqual([
    ['one', 'two'],
    ['one', 'three'],
  ]);
});

test.each([
  ['one target', ['one'], 5],
  ['one round', ['one', 'two'], 1],
  ['nobody', [], 5],
])('of %s there is no comparison', (_, names, rounds) => {
  expect(comparisonsOf(resultOf(names, rounds))).toEqual([]);
});

test('what several comparisons say of the first target stands once', () => {
  const names = ['one', 'two', 'three'];
  const lines = names.flatMap((name) =>
    madeUpRounds(name, [{}, {}, name === 'one' ? { status: 'died', reason: 'It fell.' } : {}]),
  );
  const result = madeUpResult(lines, { head: { targets: names.map(target), rounds: 3 } });
  expect(notesOfAll(comparisonsOf(result))).toEqual([
    'qos 1: In 1 of 3 rounds one died: It fell. The others count.',
  ]);
});
