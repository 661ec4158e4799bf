import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeUpLatencies, madeUpResult, madeUpSecond } from '../bench/compare/made-up-rounds.test.helper.ts';
import type { BenchResultLine } from '../bench/result.ts';
import { linesOf, madeUpFile, ndjsonOf } from './made-up-result.test.helper.ts';
import { readBenchResult, readBenchResultFile } from './read-bench-result.ts';
import { kindOfResultFile } from './result-kind.ts';

async function* chunked(text: string, size = 999): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const calibration: BenchResultLine = {
  type: 'calibration',
  stage: 'qos 1',
  ceilingPerSecond: 1_000_000,
  unit: 'delivered',
  bound: 'sink',
};
const whole = {
  ...madeUpResult(madeUpLatencies('mosquitto', [300, 310]), {
    intervals: [madeUpSecond('mosquitto', 0, 1000, 300), madeUpSecond('mosquitto', 1, 900, 310)],
  }),
  calibrations: [calibration],
};
const { bench, intervals, measurements, end } = whole;
const [first, second] = [...intervals, ...measurements].map((line) => JSON.stringify(line));
const lines = [bench, calibration, ...intervals, ...measurements, end].map((line) => JSON.stringify(line));
const text = `${lines.join('\n')}\n`;

async function inFolder<Result>(act: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-report-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a result of bench', () => {
  test.each([1, 64, 1 << 16])('reads the same in chunks of %i bytes', async (size) => {
    expect(await readBenchResult(chunked(text, size))).toEqual(whole);
  });

  test('that was cut short has no end, and loses its torn last line and nothing else', async () => {
    const cut = await readBenchResult(chunked(text.slice(0, text.indexOf('"measurement"') + 30)));
    expect(cut).toEqual({ bench, calibrations: [calibration], intervals, measurements: [] });
  });
});

describe('a broken result of bench', () => {
  const [head = '', , , , measurement = '', , last = ''] = lines;

  test.each([
    ['not-json', 2, [head, '{"type":']],
    ['not-a-result-line', 2, [head, measurement.replace('"advice"', '"advise"')]],
    ['not-a-result-line', 1, [head.replace('"schema":1', '"schema":2')]],
    [
      'not-a-result-line',
      1,
      ndjsonOf(linesOf(madeUpFile(['mosquitto'], [])))
        .trimEnd()
        .split('\n'),
    ],
    ['no-run-line', 1, [first, last]],
    ['no-run-line', 1, ['']],
    ['second-run-line', 3, [head, second, head]],
    ['after-end', 3, [head, last, measurement]],
    ['unknown-target', 2, [head, measurement.replace('"target":"mosquitto"', '"target":"emqx"')]],
    ['unknown-stage', 2, [head, measurement.replace('"stage":"qos 1"', '"stage":"qos 2"')]],
    ['unknown-stage', 2, [head, JSON.stringify({ ...calibration, stage: 'x' })]],
    ['repeated-measurement', 3, [head, measurement, measurement]],
  ])('is %s in line %i', async (code, lineNumber, broken) => {
    await expect(readBenchResult(chunked(`${broken.join('\n')}\n`))).rejects.toMatchObject({
      code,
      lineNumber,
      message: expect.stringContaining(`ine ${lineNumber}`) as string,
    });
  });

  test('has no line beyond the limit', async () => {
    await expect(readBenchResult(chunked(text), { maxLineBytes: 50 })).rejects.toMatchObject({
      code: 'line-too-long',
    });
  });
});

describe('a file on disk', () => {
  test('is read, and named in every complaint', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'bench.ndjson');
      await writeFile(path, text);
      expect(await readBenchResultFile(path)).toEqual(whole);
      await writeFile(path, `${text}${head()}\n`);
      await expect(readBenchResultFile(path)).rejects.toMatchObject({
        code: 'after-end',
        message: expect.stringContaining(path) as string,
      });
    });
  });

  test('tells its kind by its first line, however the rest may look', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'result.ndjson');
      await writeFile(path, `\n${head()}\nno json\n`);
      expect(await kindOfResultFile(path)).toBe('bench');
      await writeFile(path, ndjsonOf(linesOf(madeUpFile(['mosquitto'], []))));
      expect(await kindOfResultFile(path)).toBe('check');
    });
  });

  test.each([
    ['not-a-result-line', '{"type":"measurement"}\n'],
    ['not-json', '# Title\n'],
    ['no-run-line', ''],
  ])('of no kind is %s', async (code, content) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'result.ndjson');
      await writeFile(path, content);
      await expect(kindOfResultFile(path)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(path) as string,
      });
    });
  });

  test('that is missing is unreadable', async () => {
    await expect(kindOfResultFile('/nowhere/at/all.ndjson')).rejects.toMatchObject({ code: 'unreadable' });
  });
});

function head(): string {
  return JSON.stringify(bench);
}
