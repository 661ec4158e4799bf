import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startUsageSampler } from './process-usage.ts';

beforeEach(({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux has /proc');
});

/** Goes round a loop as often as a line of its stdin says, and answers with the CPU seconds it has used by then. */
const burner = `
const answer = () => {
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);
};
const burn = (rounds) => {
  let value = 0;
  for (let round = 0; round < rounds; round += 1) value = (value * 31 + round) % 65521;
  return value;
};
require('node:readline').createInterface(process.stdin).on('line', (line) => {
  burn(Number(line));
  answer();
});
answer();
`;

/** Has a burner for a child, says when it has ended, and stays. */
const parent = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['--eval', ${JSON.stringify(burner)}], { stdio: 'inherit' });
child.on('exit', () => console.log('ended'));
setInterval(() => {}, 60_000);
`;

const rounds = 100_000_000;

const start = (program: string) => {
  const running = execa(process.execPath, ['--eval', program], {
    reject: false,
    stdin: 'pipe',
    buffer: false,
  });
  const end = async (): Promise<void> => {
    running.kill('SIGKILL');
    await running;
  };
  onTestFinished(end);
  const lines = running.iterable();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  return {
    pid: running.pid ?? 0,
    end,
    /** The CPU seconds that it has used from its start to the end of the loop. */
    burn: async (): Promise<number> => {
      running.stdin.write(`${rounds}\n`);
      return Number(await nextLine());
    },
    endInput: () => running.stdin.end(),
    nextLine,
  };
};

/** Each sample comes a second after the one before: so cores are CPU seconds. */
const everySecond = () => {
  let milliseconds = -1000;
  return () => {
    milliseconds += 1000;
    return milliseconds;
  };
};

/** Ticks are 10 ms long, and a process does more than to go round a loop. */
const expectAbout = (actual: number | undefined, seconds: number): void => {
  expect(seconds).toBeGreaterThan(0.05);
  expect(actual).toBeGreaterThan(seconds - 0.04);
  expect(actual).toBeLessThan(seconds + 0.3);
};

test('what a process uses is seen, and only once', async () => {
  const burning = start(burner);
  const before = Number(await burning.nextLine());
  using sampler = startUsageSampler(burning.pid, everySecond());
  const after = await burning.burn();
  const usage = sampler.sample();
  expectAbout(usage?.cpuCores, after - before);
  expect(usage?.memoryBytes).toBeGreaterThan(10e6);
  expect(sampler.sample()?.cpuCores).toBeLessThan(0.04);
});

test('what its child uses is seen', async () => {
  const family = start(parent);
  const before = Number(await family.nextLine());
  using alone = startUsageSampler(process.pid);
  using sampler = startUsageSampler(family.pid, everySecond());
  const after = await family.burn();
  const usage = sampler.sample();
  expectAbout(usage?.cpuCores, after - before);
  // We are the parent of it all.
  expect(alone.sample()?.memoryBytes).toBeGreaterThan(usage?.memoryBytes ?? 0);
});

test('what a child uses is seen when it has ended before the sample', async () => {
  const family = start(parent);
  const before = Number(await family.nextLine());
  using sampler = startUsageSampler(family.pid, everySecond());
  const after = await family.burn();
  family.endInput();
  expect(await family.nextLine()).toBe('ended');
  expectAbout(sampler.sample()?.cpuCores, after - before);
});

test('what a child used is seen before its parent takes notice of its end', async () => {
  // The shell becomes a program that never asks for its children: they stay in the table of processes.
  const negligent = `exec 3<&0
    (read -r line <&3; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done) &
    echo $!
    exec sleep 600`;
  const running = execa('sh', ['-c', negligent], { reject: false, stdin: 'pipe', buffer: false });
  onTestFinished(async () => {
    running.kill('SIGKILL');
    await running;
  });
  const child = String((await running.iterable().next()).value);
  using sampler = startUsageSampler(running.pid ?? 0, everySecond());
  running.stdin.write('go\n');
  await expect
    .poll(() => readFileSync(`/proc/${child}/stat`, 'utf8'), { timeout: 20_000, interval: 20 })
    .toMatch(/\) Z /);
  expect(sampler.sample()?.cpuCores).toBeGreaterThan(0.05);
  expect(sampler.sample()?.cpuCores).toBe(0);
});

test('a process that is gone has no usage', async () => {
  const burning = start(burner);
  await burning.nextLine();
  using sampler = startUsageSampler(burning.pid);
  expect(sampler.sample()).toBeDefined();
  await burning.end();
  expect(sampler.sample()).toBeUndefined();
  using never = startUsageSampler(burning.pid);
  expect(never.sample()).toBeUndefined();
});

test('a sampler that was disposed says nothing', () => {
  const sampler = startUsageSampler(process.pid);
  sampler[Symbol.dispose]();
  expect(sampler.sample()).toBeUndefined();
});
