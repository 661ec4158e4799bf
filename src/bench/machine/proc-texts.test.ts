import { describe, expect, test } from 'vitest';
import { parseCpuTimes, parseKernelUnits, parseProcessStat, parseResidentPages } from './proc-texts.ts';

/** The fields of proc(5) from the state on, with the four times as given. */
const statText = (name: string, state: string, times: string) =>
  `4711 (${name}) ${state} 42 4711 4711 0 -1 4194304 97 0 3 0 ${times} 20 0 1 0 201639 3133440 382 18446744073709551615\n`;

describe('/proc/PID/stat', () => {
  test.each(['node', 'a b', ':-) (', ') R 1 1 1'])('of a process with the name "%s"', (name) => {
    expect(parseProcessStat(statText(name, 'S', '1000 200 30 4'))).toEqual({
      parentPid: 42,
      hasEnded: false,
      cpuTicks: 1234,
    });
  });

  test.each(['Z', 'X'])('of a process that has ended, in state %s', (state) => {
    expect(parseProcessStat(statText('node', state, '1 2 3 4'))).toMatchObject({ hasEnded: true });
  });

  test.each(['', '4711 (node) S', statText('node', 'S', '1 2 x 4')])('that is none: "%s"', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });
});

test('/proc/PID/statm tells the pages in memory', () => {
  expect(parseResidentPages('765 426 398 5 0 123 0\n')).toBe(426);
  expect(parseResidentPages('')).toBeUndefined();
});

describe('/proc/stat', () => {
  test('of a kernel of today', () => {
    const text = `cpu  100 20 3 4000 500 60 70 8 90 10
cpu0 50 10 1 2000 250 30 35 4 45 5
cpu1 50 10 2 2000 250 30 35 4 45 5
intr 1 2 3
`;
    expect(parseCpuTimes(text)).toEqual({ cores: 2, busyTicks: 123, stolenTicks: 8, totalTicks: 4761 });
  });

  test('of a kernel that knows only four times', () => {
    expect(parseCpuTimes('cpu 1 2 3 4\ncpu0 1 2 3 4\n')).toEqual({
      cores: 1,
      busyTicks: 6,
      stolenTicks: 0,
      totalTicks: 10,
    });
  });

  test('that is none', () => {
    expect(parseCpuTimes('')).toBeUndefined();
  });
});

describe('/proc/self/auxv', () => {
  const auxiliary = (...words: readonly bigint[]) => new Uint8Array(BigUint64Array.from(words).buffer);

  test('tells the units', () => {
    expect(parseKernelUnits(auxiliary(33n, 7n, 6n, 65_536n, 17n, 250n, 0n, 0n))).toEqual({
      pageBytes: 65_536,
      ticksPerSecond: 250,
    });
  });

  test('may say nothing', () => {
    expect(parseKernelUnits(new Uint8Array(7))).toEqual({ pageBytes: 4096, ticksPerSecond: 100 });
  });
});
