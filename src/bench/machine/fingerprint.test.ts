import { expect, test } from 'vitest';
import { benchLine } from '../result.ts';
import { machineOf } from './fingerprint.ts';

test('the fingerprint is one that a result file takes', () => {
  const machine = benchLine.shape.machine.parse(machineOf());
  expect(machine.cpu).not.toBe('');
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.memoryBytes).toBeGreaterThan(1e6);
  expect(machine.kernel).toMatch(/^\w+ \d/);
  expect(machine.node).toBe(process.version);
});
