import { describe, expect, test } from 'vitest';
import { OverrideError, type Overrides, withOverrides } from './overrides.ts';
import { readWorkload } from './read-workload.ts';
import type { Flow } from './schema.ts';
import { stagesOf } from './stages.ts';

async function flowsWith(name: string, flags: Overrides): Promise<readonly Flow[]> {
  const { workload } = withOverrides(await readWorkload(name), flags);
  if (!('flows' in workload)) throw new Error('a workload without flows');
  return workload.flows;
}

test('without a flag a workload stays as it is', async () => {
  const named = await readWorkload('latency');
  expect(withOverrides(named, {})).toEqual(named);
});

test.each([
  { flags: { rate: 2000 }, changed: { load: { kind: 'constant', ratePerSecond: 2000 } } },
  { flags: { qos: 2 }, changed: { qos: 2 } },
  { flags: { payload: 1024 }, changed: { payloadBytes: 1024 } },
  { flags: { pairs: 3 }, changed: { publishers: 3, subscribers: 3 } },
] as const)('$flags changes $changed and nothing else', async ({ flags, changed }) => {
  const [before] = await flowsWith('latency', {});
  expect(await flowsWith('latency', flags)).toEqual([{ ...before, ...changed }]);
});

test('--duration and --warmup change the phases', async () => {
  const named = await readWorkload('latency');
  const { workload, overrides } = withOverrides(named, { duration: 2.5, warmup: 0 });
  expect(workload.phases).toEqual({ ...named.workload.phases, measureSeconds: 2.5, warmupSeconds: 0 });
  expect(overrides).toEqual({ duration: '2.5', warmup: '0' });
});

test('--connections changes a storm', async () => {
  const { workload } = withOverrides(await readWorkload('connect-storm'), { connections: 7 });
  expect(workload).toMatchObject({ connections: 7 });
});

test('what a flag sets is no longer varied; the rest still is', async () => {
  const named = withOverrides(await readWorkload('saturation'), { qos: 1, payload: 100 });
  expect(stagesOf(named.workload, named.name).map(({ stage }) => stage)).toEqual([
    { name: 'saturation', parameters: {} },
  ]);
  expect('flows' in named.workload && named.workload.flows[0]).toMatchObject({ qos: 1, payloadBytes: 100 });
  const other = withOverrides(await readWorkload('saturation'), { payload: 100 });
  expect(stagesOf(other.workload, other.name)).toHaveLength(3);
});

test('the text of the file stays as it was: the header tells the flags beside it', async () => {
  const named = await readWorkload('latency');
  const changed = withOverrides(named, { rate: 5, qos: 0 });
  expect(changed.text).toBe(named.text);
  expect(changed.overrides).toEqual({ rate: '5', qos: '0' });
});

test('publishers that nobody listens to get no subscribers by --pairs', async () => {
  expect(await flowsWith('ping-pong', { pairs: 5 })).toMatchObject([{ publishers: 5, subscribers: 0 }]);
});

describe('a flag that means nothing is refused', () => {
  test.each([
    {
      name: 'connect-storm',
      flags: { rate: 5 },
      says: /^--rate means nothing to the workload connect-storm/,
    },
    { name: 'connect-storm', flags: { payload: 50 }, says: /^--payload means nothing/ },
    { name: 'latency', flags: { connections: 5 }, says: /^--connections means nothing/ },
    { name: 'throughput', flags: { rate: 5 }, says: /^--rate means nothing to the workload throughput/ },
    {
      name: 'fan-out',
      flags: { pairs: 5 },
      says: /^--pairs means nothing to the workload fan-out: its flows are not pairs/,
    },
    { name: 'connect-storm', flags: { pairs: 5 }, says: /^--pairs means nothing/ },
  ])('$flags of $name', async ({ name, flags, says }) => {
    const named = await readWorkload(name);
    expect(() => withOverrides(named, flags)).toThrow(OverrideError);
    expect(() => withOverrides(named, flags)).toThrow(says);
  });

  test.each([
    {
      name: 'latency',
      flags: { payload: 15 },
      says: /^--payload must be a number of bytes from 16 .*, not 15\.$/,
    },
    {
      name: 'latency',
      flags: { rate: 1e9 },
      says: /^--rate must be a number of messages per second above 0, not 1000000000\.$/,
    },
    {
      name: 'latency',
      flags: { duration: 100_000 },
      says: /^--duration must be at most 86400 seconds, not 100000\.$/,
    },
    { name: 'http-publish', flags: { qos: 2 }, says: /^--qos must be 0 or 1, not 2\.$/ },
    { name: 'offline-drain', flags: { qos: 0 }, says: /^--qos must be 1 or 2, not 0\.$/ },
  ] as const)('what no file may say no flag may: $flags of $name', async ({ name, flags, says }) => {
    const named = await readWorkload(name);
    expect(() => withOverrides(named, flags)).toThrow(OverrideError);
    expect(() => withOverrides(named, flags)).toThrow(says);
  });
});
