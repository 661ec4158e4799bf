import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { readBenchResultFile } from '../src/report/index.ts';
import {
  expectOneSentence,
  longestTestMs,
  runCli,
  startBroker,
  startCli,
  temporaryFolder,
} from './run-cli.ts';

vi.setConfig({ testTimeout: longestTestMs });

/** Measured, or measured on a machine that had other work: the tests share it. */
const measured = [0, 2];
const usage = 64;
const brief = ['--duration', '1', '--warmup', '0.2'];

test('bench alone measures the embedded broker in a process of its own, and writes every report', async () => {
  await using folder = await temporaryFolder();
  const files = [
    '--out',
    folder.path('r.ndjson'),
    '--html',
    folder.path('r.html'),
    '--hgrm',
    folder.path('h'),
  ];
  const { exitCode, stdout } = await runCli(['bench', ...brief, ...files]);
  expect(measured).toContain(exitCode);
  expect(stdout).toContain('mqtt-assay reference broker');
  const { bench, calibrations, intervals, measurements, end } = await readBenchResultFile(
    folder.path('r.ndjson'),
  );
  expect(bench.targets.map(({ name }) => name)).toEqual(['reference']);
  expect(calibrations[0]?.ceilingPerSecond).toBeGreaterThan(1000);
  expect(intervals.some(({ phase, delivered }) => phase === 'measure' && delivered > 0)).toBe(true);
  expect(measurements).toHaveLength(1);
  const [only] = measurements;
  expect(only?.total).toMatchObject({ lost: 0, duplicated: 0, reordered: 0 });
  expect(only?.total.delivered).toBe(only?.total.sent);
  expect(only?.latencies.e2e?.count).toBe(1000);
  expect(only?.usage?.memoryBytes).toBeGreaterThan(10_000_000);
  expect(end?.exitCode).toBe(exitCode);
  expect(await readFile(folder.path('r.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<svg[^]*<\/html>\s*$/);
  expect((await readdir(folder.path('h'))).filter((file) => file.includes('e2e')).length).toBeGreaterThan(0);

  const again = await runCli(['report', folder.path('r.ndjson')]);
  expect(again.stdout).toBe(stdout);
});

test('two targets take turns and are compared', async () => {
  await using folder = await temporaryFolder();
  const out = folder.path('r.ndjson');
  const args = ['bench', 'reference', 'reference', '--interleave', '2', ...brief, '--out', out];
  const { exitCode, stdout } = await runCli(args);
  expect(measured).toContain(exitCode);
  expect(stdout).toContain('reference#2');
  const { measurements } = await readBenchResultFile(out);
  // The second round the other way round, so that being first is no advantage.
  expect(measurements.map(({ target, round }) => `${target} ${round}`)).toEqual([
    'reference 1',
    'reference#2 1',
    'reference#2 2',
    'reference 2',
  ]);
  const other = folder.path('other.ndjson');
  await runCli(['bench', '--workload', 'fan-out', ...brief, '--out', other]);
  const refused = await runCli(['compare', `${out}#reference`, other]);
  expectOneSentence(refused);
  expect(refused.exitCode).toBe(usage);
  expect(refused.stderr).toMatch(/workload.*--force/);
  const page = folder.path('c.html');
  const compared = await runCli(['compare', `${out}#reference`, `${out}#reference#2`, '--html', page]);
  expect(measured).toContain(compared.exitCode);
  expect(existsSync(page)).toBe(true);
});

test('Ctrl-C in the measured phase leaves a whole result', async () => {
  await using folder = await temporaryFolder();
  const out = folder.path('r.ndjson');
  const running = startCli(['bench', '--duration', '40', '--warmup', '0.2', '--out', out]);
  await new Promise<void>((resolve) => {
    running.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('reference  latency  measure')) resolve();
    });
  });
  running.kill('SIGINT');
  const { exitCode, stdout } = await running;
  expect(exitCode).toBe(2);
  expect(stdout).toContain('interrupted');
  const { measurements, end } = await readBenchResultFile(out);
  expect(end?.aborted).toBe('interrupted');
  expect(measurements[0]).toMatchObject({ status: 'interrupted', total: { lost: 0 } });
  expect(measurements[0]?.latencies.e2e?.count).toBeGreaterThan(0);
});

test('a target that dies: what was measured until then, and exit 2', async () => {
  await using folder = await temporaryFolder();
  const out = folder.path('r.ndjson');
  const broker = await startBroker();
  const running = startCli(['bench', broker.url, '--duration', '40', '--warmup', '0.2', '--out', out]);
  await new Promise<void>((resolve) => {
    running.stderr.on('data', (chunk: Buffer) => {
      if (/latency {2}measure/.test(chunk.toString())) resolve();
    });
  });
  await broker.end('SIGTERM');
  const { exitCode, stdout } = await running;
  expect(exitCode).toBe(2);
  expect(stdout).toContain('died');
  const { measurements } = await readBenchResultFile(out);
  expect(measurements[0]?.status).toBe('died');
  expect(measurements[0]?.latencies.e2e?.count).toBeGreaterThan(0);
});

test('a threshold that is broken is exit 99', async () => {
  const { exitCode, stdout } = await runCli(['bench', ...brief, '--threshold', 'e2e.p50<1us', 'loss==0']);
  expect(exitCode).toBe(99);
  expect(stdout).toMatch(/e2e\.p50 <1us/);
});

test('a rate that cannot be reached is said', async () => {
  const { stdout } = await runCli(['bench', ...brief, '--rate', '3000000', '--qos', '0', '--pairs', '1']);
  expect(stdout).toMatch(/The rate was not reached: [\d,]+ of 3,000,000 messages per second/);
});

test('workloads lists what bench can measure, and prints one as a file to begin with', async () => {
  const { exitCode, stdout } = await runCli(['workloads']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^throughput +the highest rate/m);
  const printed = await runCli(['workloads', 'fan-out']);
  await using folder = await temporaryFolder();
  await writeFile(folder.path('mine.toml'), printed.stdout.replace('subscribers = 50', 'subscribers = 3'));
  const mine = await runCli(['bench', '--workload', folder.path('mine.toml'), ...brief]);
  expect(measured).toContain(mine.exitCode);
});

const wrong = `summary = "x"
scenario = "flows"

[[flows]]
qos = 3
load = { kind = "constant", ratePerSecond = 10 }
`;

test('what cannot be meant is one sentence: which key, which line, what was expected', async () => {
  await using folder = await temporaryFolder();
  const file = folder.path('wrong.toml');
  await writeFile(file, wrong);
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [['--workload', file], /wrong\.toml:5: flows\[0\]\.qos must be 0, 1 or 2, not 3\./],
    [['--workload', 'fan-uot'], /there is no workload "fan-uot": did you mean fan-out\?/],
    [['--threshold', 'e2e.p98<1ms'], /"e2e\.p98 <1ms" is no threshold: expected/],
    [['--workload', 'fan-out', '--pairs', '3'], /--pairs means nothing to the workload fan-out/],
    [['--payload', '8'], /payload/],
    [['--pid', '1', 'reference', 'mosquitto'], /--pid names the process of one target/],
  ];
  for (const [args, sentence] of refusals) {
    const result = await runCli(['bench', ...args]);
    expectOneSentence(result);
    expect(result.stderr).toMatch(sentence);
    expect(result.exitCode).toBe(usage);
  }
});
