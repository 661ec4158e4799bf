import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { believableFile, linesOf, madeUpCase, madeUpFile, ndjsonOf } from './made-up-result.test.helper.ts';
import { endingOf, readResult, readResultFile } from './read-result.ts';

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const small = madeUpFile(
  ['mosquitto'],
  [madeUpCase(), madeUpCase({ case: 'topic/ünïcode-✓', verdict: 'skip' })],
);
const text = ndjsonOf(linesOf(small));

describe('a whole file', () => {
  test.each([1, 2, 3, 7, 64, 1 << 16])('reads the same in chunks of %i bytes', async (size) => {
    expect(await readResult(chunked(text, size))).toEqual(small);
  });

  test('is whole', async () => {
    expect(endingOf(await readResult(chunked(text, 99)))).toEqual({ kind: 'whole' });
  });

  test('may have empty lines and Windows line ends', async () => {
    expect(await readResult(chunked(text.replaceAll('\n', '\r\n\n'), 50))).toEqual(small);
  });

  test('with every verdict survives the way through its schema', async () => {
    const file = believableFile();
    expect(await readResult(chunked(ndjsonOf(linesOf(file)), 4096))).toEqual(file);
  });
});

describe('a file that was cut short', () => {
  const lines = text.trimEnd().split('\n');

  test('without its end line counts what is missing', async () => {
    const cut = `${lines.slice(0, 2).join('\n')}\n`;
    expect(endingOf(await readResult(chunked(cut, 33)))).toEqual({ kind: 'cut short', missing: 1 });
  });

  test('loses its torn last line and nothing else', async () => {
    const file = await readResult(
      chunked(text.slice(0, text.indexOf('\n', text.indexOf('"case"')) + 20), 33),
    );
    expect(file.cases).toEqual(small.cases.slice(0, 1));
    expect(file.end).toBeUndefined();
  });

  test('keeps a last line that lacks only its line end', async () => {
    expect(await readResult(chunked(text.trimEnd(), 33))).toEqual(small);
  });

  test('by its run says why', async () => {
    const aborted = {
      ...small,
      cases: small.cases.slice(0, 1),
      end: { ...small.end, aborted: 'the target died' },
    };
    const file = await readResult(chunked(ndjsonOf(linesOf(aborted as typeof small)), 50));
    expect(endingOf(file)).toEqual({ kind: 'aborted', reason: 'the target died', missing: 1 });
  });
});

describe('a broken file', () => {
  const [run = '', first = '', second = '', end = ''] = text.trimEnd().split('\n');

  test.each([
    ['not-json', 2, [run, '{"type":', end]],
    ['not-a-result-line', 3, [run, first, '{"type":"case","case":1}', end]],
    ['not-a-result-line', 1, [run.replace('"schema":1', '"schema":2'), end]],
    ['not-a-result-line', 2, [run, first.replace('"durationMs"', '"extra":1,"durationMs"'), end]],
    ['no-run-line', 1, [first, end]],
    ['no-run-line', 1, ['']],
    ['second-run-line', 3, [run, first, run]],
    ['after-end', 4, [run, first, end, second]],
    ['unknown-target', 2, [run, first.replace('"target":"mosquitto"', '"target":"emqx"'), end]],
  ])('is %s in line %i', async (code, lineNumber, lines) => {
    await expect(readResult(chunked(`${lines.join('\n')}\n`, 77))).rejects.toMatchObject({
      code,
      lineNumber,
    });
  });

  test('has no line beyond the limit, and is not read on', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${run}\n`);
      for (;;) yield Buffer.alloc(1024, 0x20);
    }
    await expect(readResult(endless(), { maxLineBytes: 100_000 })).rejects.toMatchObject({
      code: 'line-too-long',
      lineNumber: 2,
    });
  });
});

describe('a file on disk', () => {
  test('that is missing is unreadable, by its path', async () => {
    await expect(readResultFile('/nowhere/at/all.ndjson')).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('/nowhere/at/all.ndjson') as string,
    });
  });

  test('is named in every complaint', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-report-'));
    try {
      const path = join(folder, 'broken.ndjson');
      await writeFile(path, 'no json\n');
      await expect(readResultFile(path)).rejects.toMatchObject({
        code: 'not-json',
        lineNumber: 1,
        message: expect.stringContaining(path) as string,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
