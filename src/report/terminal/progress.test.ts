import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { madeUpCase } from '../made-up-result.test.helper.ts';
import { progressLine, startProgress } from './progress.ts';

function fakeStream(isTTY: boolean): {
  isTTY: boolean;
  columns: number;
  written: string[];
  write(text: string): void;
} {
  const written: string[] = [];
  return { isTTY, columns: 80, written, write: (text) => void written.push(text) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('on a terminal one line is redrawn, and erased at the end', () => {
  const stream = fakeStream(true);
  {
    using progress = startProgress({
      stream,
      planned: 4,
      now: () => Date.now(),
      environment: { NO_COLOR: '1' },
    });
    progress.caseEnded(madeUpCase());
    progress.caseEnded(madeUpCase({ verdict: 'fail' }));
    vi.advanceTimersByTime(2000);
    expect(stream.written.at(-1)).toMatch(/^\r.*2\/4 {2}1 failed {2}2\.0 s$/s);
    expect(stream.written.join('')).not.toContain('\n');
    progress.print('a note');
    expect(stream.written.at(-2)).toContain('a note\n');
  }
  expect(stream.written.at(-1)).toBe('\r\u001b[2K');
  const length = stream.written.length;
  vi.advanceTimersByTime(5000);
  expect(stream.written).toHaveLength(length);
});

test('in a pipe nothing is written but what is printed', () => {
  const stream = fakeStream(false);
  using progress = startProgress({ stream, planned: 4, now: () => Date.now(), environment: {} });
  progress.caseEnded(madeUpCase());
  vi.advanceTimersByTime(2000);
  expect(stream.written).toEqual([]);
  progress.print('a note');
  expect(stream.written).toEqual(['a note\n']);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([40, 80, 200])('the line fits %i columns', (columns) => {
  const state = { done: 3000, planned: 3000, failed: 2999, elapsedMs: 3_599_000 };
  const line = progressLine(state, { columns, colours: 'on' });
  expect(stripVTControlCharacters(line).length).toBeLessThan(columns);
});
