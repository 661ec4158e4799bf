import { expect, test } from 'vitest';
import { foreignShare, startForeignCpuSampler } from './foreign-cpu.ts';

const times = (busyTicks: number, stolenTicks: number, totalTicks: number) => ({
  cores: 4,
  busyTicks,
  stolenTicks,
  totalTicks,
});

test.each([
  { what: 'all of it is ours', after: times(600, 0, 2000), ownCores: 2, share: 0 },
  { what: 'others work beside us', after: times(600, 0, 2000), ownCores: 1, share: 0.25 },
  { what: 'the host keeps some from us', after: times(350, 100, 2000), ownCores: 1, share: 0.1 },
  {
    what: 'our times are told less exactly than those of the machine',
    after: times(150, 0, 2000),
    ownCores: 1,
    share: 0,
  },
  { what: 'no time has passed', after: times(100, 0, 1000), ownCores: 1, share: 0 },
])('the share of others is $share when $what', ({ after, ownCores, share }) => {
  expect(foreignShare(times(100, 0, 1000), after, ownCores)).toBeCloseTo(share, 10);
});

test('a sample counts from the one before it', () => {
  const texts = ['cpu 0 0 0 0\ncpu0', 'cpu 50 0 0 50\ncpu0', 'cpu 50 0 20 130\ncpu0'];
  const sampler = startForeignCpuSampler(() => texts.shift());
  expect(sampler.sample(0)).toBe(0.5);
  expect(sampler.sample(0)).toBe(0.2);
  // A system that tells nothing.
  expect(sampler.sample(0)).toBeUndefined();
});

test.runIf(process.platform === 'linux')('this machine tells', () => {
  const share = startForeignCpuSampler().sample(0);
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
});
