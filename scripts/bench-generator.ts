/**
 * Compares our generator with MQTT.js and with a generator in C: the same work, taken in turns (ours, theirs, C),
 * medians of the rounds. Ends with 1 if a bar is missed.
 *
 * Usage: npm run bench:generator [-- --rounds 5] [-- --seconds 2] [-- --only 'QoS 1']
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { startNullSink } from '../src/bench/null-sink/null-sink.ts';
import { startWorkers, type WorkerPool } from '../src/bench/worker/worker-pool.ts';
import { mosquitto } from '../src/target/index.ts';
import { type Contest, contests, type Reached } from './bench-generator/contest.ts';
import { ourFlood } from './bench-generator/our-flood.ts';

interface Contender {
  readonly name: 'ours' | 'MQTT.js' | 'C';
  run(contest: Contest, url: string): Promise<Reached>;
}

/** Sources of programs that are not compiled lie beside the sources, also when this runs from the build. */
const programs = new URL(
  import.meta.url.includes('/dist/') ? '../../scripts/bench-generator/' : './bench-generator/',
  import.meta.url,
);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, seconds: { type: 'string' }, only: { type: 'string' } },
  });
  const rounds = Number(values.rounds ?? '5');
  const seconds = Number(values.seconds ?? '2');
  const chosen = contests.filter(({ name }) => name.includes(values.only ?? ''));
  const folder = await mkdtemp(join(tmpdir(), 'assay-generator-'));
  await using pool = await startWorkers(1);
  try {
    const contenders = [ours(pool, seconds), mqttJs(seconds), await inC(folder, seconds)];
    console.log(
      `medians of ${rounds} rounds of ${seconds} s, taken in turns: ${contenders.map(({ name }) => name).join(', ')}`,
    );
    let missed = 0;
    for (const contest of chosen) missed += await hold(contest, contenders, rounds);
    console.log(missed === 0 ? 'All bars are kept.' : `${missed} bars are missed.`);
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function ours(pool: WorkerPool, seconds: number): Contender {
  return { name: 'ours', run: (contest, url) => ourFlood(pool, url, contest, seconds) };
}

function mqttJs(seconds: number): Contender {
  const program = fileURLToPath(new URL('mqttjs-flood.mjs', programs));
  return {
    name: 'MQTT.js',
    async run({ qos, window, theirWindow = window, mode }, url) {
      const { stdout } = await execa(process.execPath, [
        program,
        url,
        String(seconds),
        String(qos),
        String(theirWindow),
        mode,
      ]);
      return JSON.parse(stdout) as Reached;
    },
  };
}

/** The generator in C knows but two kinds of work: of others it says nothing. */
async function inC(folder: string, seconds: number): Promise<Contender> {
  const program = join(folder, 'flood');
  const compiled = await execa('cc', ['-O2', '-o', program, fileURLToPath(new URL('flood.c', programs))], {
    reject: false,
  });
  const unknown: Reached = { perSecond: Number.NaN, cpuMicros: Number.NaN };
  return {
    name: 'C',
    async run({ qos, window, mode }, url) {
      if (compiled.failed || qos === 2 || mode === 'deliver') return unknown;
      const { stdout } = await execa(program, [
        new URL(url).port,
        String(seconds + 1),
        String(qos),
        String(window),
      ]);
      return { perSecond: Number(stdout), cpuMicros: Number.NaN };
    },
  };
}

/** Prints the outcome of a contest; gives the number of bars that it misses. */
async function hold(contest: Contest, contenders: readonly Contender[], rounds: number): Promise<number> {
  const reached = new Map<Contender['name'], Reached[]>(contenders.map(({ name }) => [name, []]));
  await using target = await open(contest.into);
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      reached.get(contender.name)?.push(await contender.run(contest, target.url));
    }
  }
  const rateOf = (name: Contender['name']): number =>
    median((reached.get(name) ?? []).map(({ perSecond }) => perSecond));
  const cpuOf = (name: Contender['name']): number =>
    median((reached.get(name) ?? []).map(({ cpuMicros }) => cpuMicros));
  const bars = [
    bar('rate / MQTT.js', rateOf('ours') / rateOf('MQTT.js'), contest.rateBar, 'least'),
    bar('rate / C', rateOf('ours') / rateOf('C'), contest.cBar, 'least'),
    bar('CPU per message / MQTT.js', cpuOf('ours') / cpuOf('MQTT.js'), contest.cpuBar, 'most'),
  ];
  console.log(`\n${contest.name}, ${contest.window} under way, into ${contest.into}`);
  for (const { name } of contenders) {
    if (Number.isNaN(rateOf(name))) continue;
    const cpu = Number.isNaN(cpuOf(name)) ? '' : `  ${cpuOf(name).toFixed(2)} us CPU each`;
    console.log(`  ${name.padEnd(8)} ${Math.round(rateOf(name)).toLocaleString('en').padStart(12)}/s${cpu}`);
  }
  for (const { text } of bars) if (text !== undefined) console.log(`  ${text}`);
  return bars.filter(({ isMissed }) => isMissed).length;
}

async function open(into: Contest['into']): Promise<AsyncDisposable & { readonly url: string }> {
  if (into === 'sink') return await startNullSink();
  const started = await mosquitto.start('measure');
  return { url: started.facts.url, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
}

function bar(
  name: string,
  ratio: number,
  limit: number | undefined,
  kind: 'least' | 'most',
): { readonly text?: string; readonly isMissed: boolean } {
  if (limit === undefined) return { isMissed: false };
  const isMissed = !(kind === 'least' ? ratio >= limit : ratio <= limit);
  const sign = kind === 'least' ? '>=' : '<=';
  return { text: `${name} ${ratio.toFixed(3)} (bar ${sign} ${limit})${isMissed ? ' MISSED' : ''}`, isMissed };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await main();
