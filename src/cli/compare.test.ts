import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BenchResult } from '../bench/bench-result.ts';
import {
  madeUpHead,
  madeUpLatencies,
  madeUpLine,
  madeUpResult,
  madeUpSecond,
} from '../bench/compare/made-up-rounds.test.helper.ts';
import { runCommandLine } from './run-command-line.ts';

const steady = [300, 310, 295, 305, 290];
const slower = steady.map((value) => 2 * value);
const mosquitto = [{ name: 'mosquitto', url: 'mqtt://127.0.0.1:1883' }];

let folder = '';
const path = (name: string) => join(folder, name);

async function write(name: string, { bench, intervals, measurements, end }: BenchResult): Promise<void> {
  const lines = [bench, ...intervals, ...measurements, end];
  await writeFile(path(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-compare-'));
  const both = [...madeUpLatencies('mosquitto', steady), ...madeUpLatencies('aedes', slower)];
  await write('both.ndjson', madeUpResult(both));
  await symlink(path('both.ndjson'), path('link.ndjson'));
  const head = { targets: mosquitto };
  await write('before.ndjson', madeUpResult(madeUpLatencies('mosquitto', steady), { head }));
  await write('after.ndjson', madeUpResult(madeUpLatencies('mosquitto', slower), { head }));
  await write(
    'elsewhere.ndjson',
    madeUpResult(madeUpLatencies('mosquitto', slower), {
      head: { ...head, workers: 2, machine: { ...madeUpHead().machine, cpu: 'Other\u001b[31m' } },
    }),
  );
  await write('skipped.ndjson', madeUpResult([madeUpLine({ status: 'skipped' })], { head }));
  const twice = ['mosquitto', 'mosquitto#2'].map((name) => ({ name, url: 'mqtt://127.0.0.1:1883' }));
  const lines = twice.flatMap(({ name }) => madeUpLatencies(name, steady));
  await write('twice.ndjson', madeUpResult(lines, { head: { targets: twice } }));
  await write('run#7.ndjson', madeUpResult(lines, { head: { targets: twice } }));
  const second = madeUpSecond('mosquitto', 0, 10, 300);
  const damaged = [0, 1, 2, 3].map((at) => ({ ...second, atSeconds: at, histograms: { e2e: 'AAAA' } }));
  const once = madeUpLatencies('mosquitto', [300]);
  await write('damaged.ndjson', madeUpResult(once, { head, intervals: damaged }));
  await writeFile(path('check.ndjson'), '{"type":"run"}\n');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs `mqtt-assay compare` within this process. */
async function compare(...words: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const catchUp = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    });
  const spies = [catchUp('stdout'), catchUp('stderr')];
  try {
    const exitCode = await runCommandLine(['node', 'mqtt-assay', 'compare', ...words]);
    return { exitCode, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('compares', () => {
  test.each([
    ['both.ndjson', 'both.ndjson'],
    ['both.ndjson', 'link.ndjson'],
  ])('two targets of one file by pairs: %s and %s', async (a, b) => {
    const { exitCode, stdout } = await compare(`${path(a)}#mosquitto`, `${path(b)}#aedes`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the rounds take turns');
    expect(stdout).toMatch(/^e2e\.p50 +300 µs +600 µs +2\.00x .* aedes is worse$/m);
  });

  test('the same target of two files, named by the files', async () => {
    const { exitCode, stdout } = await compare(path('before.ndjson'), path('after.ndjson'));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^measure +before\.ndjson +after\.ndjson/m);
    expect(stdout).toContain('runs of their own');
  });

  test.each(['twice.ndjson', 'run#7.ndjson'])('a target that has a # in its name, in %s', async (name) => {
    const file = path(name);
    const { exitCode, stdout } = await compare(`${file}#mosquitto`, `${file}#mosquitto#2`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^e2e\.p50 .* no difference shown$/m);
  });

  test('what was not measured alike only by force, and says so', async () => {
    const words = [path('before.ndjson'), path('elsewhere.ndjson')];
    const refused = await compare(...words);
    expect(refused).toMatchObject({ exitCode: 64, stdout: '' });
    expect(refused.stderr).toMatch(/^mqtt-assay: [^\n]+\.\n$/);
    expect(refused.stderr).toContain('The number of generator processes differs: 1 against 2.');
    expect(refused.stderr).toContain('The CPU differs: AMD EPYC 7763 against Other\\x1b[31m.');
    expect(refused.stderr).toContain('--force');

    const forced = await compare(...words, '--force');
    expect(forced.exitCode).toBe(0);
    expect(forced.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'should not be. The number of generator processes differs: 1 against 2.',
    );
  });
});

describe('writes a page', () => {
  test('where it is asked for', async () => {
    const words = [`${path('both.ndjson')}#mosquitto`, `${path('both.ndjson')}#aedes`];
    const { exitCode } = await compare(...words, '--html', path('page.html'));
    expect(exitCode).toBe(0);
    const page = await readFile(path('page.html'), 'utf8');
    expect(page).toContain('<title>aedes against mosquitto: MQTT benchmark</title>');
    expect(page).toContain('aedes is worse');
  });

  test('and refuses at once where it cannot', async () => {
    const { exitCode, stdout, stderr } = await compare(
      path('nowhere.ndjson'),
      path('both.ndjson'),
      '--html',
      path('before.ndjson/page.html'),
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toContain('page.html cannot be written');
  });
});

test('that nothing was comparable is exit code 2', async () => {
  const { exitCode, stdout } = await compare(path('before.ndjson'), path('skipped.ndjson'));
  expect(exitCode).toBe(2);
  expect(stdout).toContain('nothing was comparable');
});

describe('refuses in one sentence', () => {
  test.each([
    ['a file of several targets', ['both.ndjson', 'before.ndjson'], 'name one of '],
    ['a target that is not there', ['both.ndjson#emqx', 'before.ndjson'], 'holds no target "emqx"'],
    ['the same twice', ['both.ndjson#aedes', 'link.ndjson#aedes'], 'both sides are aedes'],
    ['a result of check', ['check.ndjson', 'before.ndjson'], 'is a result of check'],
    ['a file that is not there', ['before.ndjson', 'nowhere.ndjson#aedes'], 'nowhere.ndjson cannot be read'],
    ['a damaged histogram', ['damaged.ndjson', 'before.ndjson'], 'is damaged'],
  ])('%s', async (_, words, sentence) => {
    const { exitCode, stdout, stderr } = await compare(...words.map(path));
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
    expect(stderr).toMatch(/^mqtt-assay: [^\n]+\.\n$/);
    expect(stderr).toContain(sentence);
  });
});
