import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { findMosquitto } from '../src/target/presets/mosquitto.ts';
import { stubbornBroker } from '../src/target/test-support/stubborn-broker.ts';
import { dial } from '../src/transport/index.ts';
import { longestTestMs, type ReadResult, readResult, runCli, startCli, temporaryFolder } from './run-cli.ts';

vi.setConfig({ testTimeout: longestTestMs });

/** How often each verdict stands in the case lines. */
function countsOf({ cases }: ReadResult): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of cases) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

describe.concurrent('the files of a run', () => {
  test('hold every case that was planned, and counts that agree', async () => {
    await using folder = await temporaryFolder();
    const out = folder.path('new/folder/result.ndjson');
    const page = folder.path('pages/result.html');
    // retain is refused by this preset: a case that needs it is not applicable.
    const only = ['pingreq/**', 'publish/retained-message-reaches-later-subscriber'];
    const cli = await runCli(['check', 'restricted', '--only', ...only, '--out', out, '--html', page]);
    expect(cli).toMatchObject({ exitCode: 0, stderr: '' });

    const result = await readResult(out);
    const { run, cases, end } = result;
    expect(run.targets.map(({ name }) => name)).toEqual(['restricted']);
    expect(run.command).toContain('check restricted --only');
    expect(cases).toHaveLength(run.planned);
    expect(countsOf(result)).toEqual({ pass: 4, skip: 2 });
    expect(end).toMatchObject({ exitCode: 0, verdicts: { restricted: { pass: 4, skip: 2 } } });
    expect(end).not.toHaveProperty('aborted');
    expect(cli.stdout).toContain('4 passed, 0 failed, 0 warned, 0 inconclusive, 0 errors, 2 not applicable');

    const html = await readFile(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    for (const { case: id } of cases) expect(html).toContain(id);
    expect(html).not.toMatch(/<(link|img|iframe|script)\b[^>]*(src|href)=|@import|url\(/);
  });

  test('are written anew for each run', async () => {
    await using folder = await temporaryFolder();
    const out = folder.path('result.ndjson');
    const once = ['check', '--only', 'pingreq/is-answered', '--mqtt', '5.0', '--out', out];
    await runCli(once);
    await runCli(once);
    expect((await readResult(out)).cases).toHaveLength(1);
  });
});

/** The processes that a process has started and that still run; empty where the system does not tell. */
async function childrenOf(pid: number): Promise<readonly string[]> {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return (await readFile(file, 'utf8')).split(' ').filter((child) => child !== '');
}

const hasMosquitto = await findMosquitto(['mosquitto', '/usr/sbin/mosquitto']).then(
  () => true,
  () => false,
);

/** A server that takes seconds to be ended, while its cases go on ending. */
async function stubbornProfile(file: string): Promise<string> {
  const start = JSON.stringify([process.execPath, '--eval', stubbornBroker, '{port}']);
  const url = 'mqtt://127.0.0.1:{port}';
  await writeFile(file, `name = "stubborn"\nurl = "${url}"\nversions = ["3.1.1"]\nstart = ${start}\n`);
  return file;
}

describe.concurrent('a run that is interrupted', () => {
  test.for([
    { target: 'reference', signal: 'SIGINT', children: 0 },
    { target: 'reference', signal: 'SIGTERM', children: 0 },
    { target: 'mosquitto', signal: 'SIGINT', children: 1 },
    { target: 'stubborn', signal: 'SIGINT', children: 1 },
  ] as const)(
    '$target by $signal leaves a whole file and no process',
    async ({ target, signal, children }, { skip }) => {
      if (target === 'mosquitto' && !hasMosquitto) return skip('mosquitto is not installed');
      await using folder = await temporaryFolder();
      const word = target === 'stubborn' ? await stubbornProfile(folder.path('profile.toml')) : target;
      const out = folder.path('result.ndjson');
      // So many that some end at every moment: before the interruption, with it, and after it.
      const only = ['--only', 'pingreq/**', 'publish/**', '--timeout-factor', '0.2'];
      const running = startCli(['check', word, ...only, '--out', out]);
      const text = () => (existsSync(out) ? readFile(out, 'utf8') : Promise.resolve(''));
      await expect.poll(text, { timeout: longestTestMs / 2, interval: 20 }).toMatch(/"verdict":"(?!skip)/);
      const started = await childrenOf(running.pid ?? 0);
      running.kill(signal);
      const { exitCode, stdout, stderr, timedOut } = await running;

      expect({ exitCode, stderr, timedOut }).toEqual({ exitCode: 2, stderr: '', timedOut: false });
      const result = await readResult(out);
      expect(result.end).toMatchObject({ aborted: 'interrupted', exitCode: 2 });
      expect(result.cases.length).toBeGreaterThan(0);
      expect(result.cases.length).toBeLessThan(result.run.planned);
      expect(result.end?.verdicts[target]).toEqual(countsOf(result));
      expect(stdout).toContain('the run was aborted');
      expect(stdout).toContain(': interrupted');

      await expect(dial(result.run.targets[0]?.url ?? '', {})).rejects.toMatchObject({ code: 'refused' });
      if (process.platform !== 'linux') return;
      expect(started).toHaveLength(children);
      expect(started.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    },
  );

  test('while its server is started, leaves a whole file, no process and no folder', async ({ skip }) => {
    if (!hasMosquitto || process.platform !== 'linux') return skip('mosquitto is not installed');
    await using folder = await temporaryFolder();
    await using own = await temporaryFolder();
    const out = folder.path('result.ndjson');
    const args = ['check', 'mosquitto', '--only', 'pingreq/**', '--out', out];
    const running = startCli(args, { TMPDIR: own.path() });
    const children = () => childrenOf(running.pid ?? 0);
    await expect.poll(children, { timeout: longestTestMs / 2, interval: 5 }).not.toEqual([]);
    running.kill('SIGINT');
    const { exitCode, stderr } = await running;

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    const { cases, end } = await readResult(out);
    expect(cases).toEqual([]);
    expect(end).toMatchObject({ aborted: 'interrupted', exitCode: 2, verdicts: {} });
    expect(await readdir(own.path())).toEqual([]);
  });
});
