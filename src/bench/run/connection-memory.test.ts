import { expect, test } from 'vitest';
import { targetAt } from '../fixtures/measure-on.ts';
import type { IntervalLine } from '../result.ts';
import { type Workload, workloadSchema } from '../workload/schema.ts';
import { watchConnectionMemory } from './connection-memory.ts';

const idle = workloadSchema.parse({ summary: 's', scenario: 'idle-connections' });
const storm = workloadSchema.parse({ summary: 's', scenario: 'connect-storm' });
const megabyte = 1_000_000;

function look(memoryBytes?: number) {
  return () => (memoryBytes === undefined ? {} : { usage: { cpuCores: 0, memoryBytes } });
}

function line(connections: number, memoryBytes: number): IntervalLine {
  return { connections, usage: { cpuCores: 0, memoryBytes } } as IntervalLine;
}

function figuresAfter(target: ReturnType<typeof targetAt>, workload: Workload, before?: number) {
  const memory = watchConnectionMemory(target, workload, look(before));
  return (...lines: readonly IntervalLine[]) => {
    for (const one of lines) memory.onInterval(one);
    return memory.figures().map(({ name, unit, value }) => `${name}: ${value} ${unit}`);
  };
}

test('the growth is divided by the connections of the last look at them', () => {
  const after = figuresAfter(targetAt('mqtt://a'), idle, 10 * megabyte);
  const lines = [line(400, 14 * megabyte), line(1000, 20 * megabyte), line(0, 99 * megabyte)];
  expect(after(...lines)).toEqual(['target memory per connection: 10000 bytes']);
});

test('later it is told of more connections only, against what the target had at first', () => {
  const target = targetAt('mqtt://a');
  figuresAfter(target, idle, 10 * megabyte)(line(1000, 20 * megabyte));
  expect(figuresAfter(target, idle, 18 * megabyte)(line(1000, 21 * megabyte))).toEqual([]);
  expect(figuresAfter(target, idle, 18 * megabyte)(line(2000, 40 * megabyte))).toEqual([
    'target memory per connection: 15000 bytes',
  ]);
  expect(figuresAfter(targetAt('mqtt://a'), idle, megabyte)(line(1, 3 * megabyte))).toHaveLength(1);
});

test('nothing is told where the process is not known, or the workload holds none', () => {
  const lines = [line(1000, 20 * megabyte)];
  expect(figuresAfter(targetAt('mqtt://a'), idle)(...lines)).toEqual([]);
  expect(figuresAfter(targetAt('mqtt://a'), storm, megabyte)(...lines)).toEqual([]);
  expect(figuresAfter(targetAt('mqtt://a'), idle, megabyte)()).toEqual([]);
});
