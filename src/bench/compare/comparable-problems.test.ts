import { expect, test } from 'vitest';
import type { BenchLine } from '../result.ts';
import { comparableProblems } from './comparable-problems.ts';
import { madeUpHead, madeUpResult } from './made-up-rounds.test.helper.ts';

const { machine, workload } = madeUpHead();

function problems(changesOfB: Partial<BenchLine>, changesOfA: Partial<BenchLine> = {}): readonly string[] {
  return comparableProblems(madeUpResult([], { head: changesOfA }), madeUpResult([], { head: changesOfB }));
}

test('results that were measured alike have none, whenever and of whatever target they are', () => {
  expect(
    problems({
      startedAt: '2027-01-01T00:00:00.000Z',
      command: 'mqtt-assay bench emqx',
      targets: [{ name: 'emqx', url: 'mqtt://127.0.0.1:1885' }],
      rounds: 9,
      machine: { ...machine, loadAtStart: 3, memoryBytes: 1 },
    }),
  ).toEqual([]);
});

test.each<readonly [Partial<BenchLine>, string]>([
  [
    { workload: { ...workload, name: 'fan-out', text: 'x' } },
    'The workload differs: sensors against fan-out.',
  ],
  [
    { workload: { ...workload, text: 'x' } },
    'The workload differs: both files call it sensors, but its text is not the same.',
  ],
  [
    { workload: { ...workload, overrides: { seconds: '5', rate: '2000' } } },
    'The command line changed the workload differently: nothing against rate = 2000, seconds = 5.',
  ],
  [
    { stages: [{ name: 'qos 1', parameters: { qos: 2 } }] },
    'The stages differ: qos 1 (qos = 1) against qos 1 (qos = 2).',
  ],
  [{ mqtt: '3.1.1' }, 'The version of MQTT differs: 5.0 against 3.1.1.'],
  [{ workers: 2 }, 'The number of generator processes differs: 1 against 2.'],
  [{ machine: { ...machine, cpu: 'Other' } }, 'The CPU differs: AMD EPYC 7763 against Other.'],
  [{ machine: { ...machine, cores: 8 } }, 'The number of cores differs: 4 against 8.'],
  [{ machine: { ...machine, kernel: 'K' } }, 'The kernel differs: Linux 6.8.0-49-generic against K.'],
  [{ machine: { ...machine, node: 'v22' } }, 'The version of Node.js differs: v20.20.2 against v22.'],
])('%j is one: %s', (changes, sentence) => {
  expect(problems(changes)).toEqual([sentence]);
});

test('a governor that one system does not tell is none; two that differ are one', () => {
  const governed = (governor: string) => ({ machine: { ...machine, governor } });
  expect(problems(governed('powersave'))).toEqual([]);
  expect(problems(governed('powersave'), governed('performance'))).toEqual([
    'The frequency governor differs: performance against powersave.',
  ]);
});

test('the order of parameters and flags has no meaning', () => {
  const flags = (overrides: Record<string, string>) => ({ workload: { ...workload, overrides } });
  expect(problems(flags({ rate: '1', seconds: '2' }), flags({ seconds: '2', rate: '1' }))).toEqual([]);
});
