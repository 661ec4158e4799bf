/**
 * Measures the reference broker, Mosquitto and aedes in one interleaved run with the same generator, and holds the
 * reference broker against the bars of its issue. Ends with 1 if a bar is missed, or could not be judged.
 *
 * Usage: npm run bench:broker [-- --only qos1,qos2] [-- --rounds 5] [-- --seconds 1.5] [-- --json reports/bench-broker.json]
 *
 * `--json FILE` writes the result, and beside it the same as Markdown. `--profile` runs the rows with the reference
 * broker alone, under --cpu-prof, and shows where its time goes.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { machineOf } from '../src/bench/machine/fingerprint.ts';
import type { RunContext } from '../src/bench/run/run-context.ts';
import { startWorkers } from '../src/bench/worker/worker-pool.ts';
import { onInterrupt } from '../src/cli/on-interrupt.ts';
import { toolVersion } from '../src/cli/tool-version.ts';
import { actualText, barText, markdownOf, valueText, verdictText } from './bench-broker/markdown.ts';
import type { Outcome, RowOutcome } from './bench-broker/outcome.ts';
import { profileRow } from './bench-broker/profile.ts';
import { type Measure, type Row } from './bench-broker/row.ts';
import { rows } from './bench-broker/rows.ts';
import { type Extent, runRow } from './bench-broker/run-row.ts';

/** Half of the two cores; the other is the broker's. */
const workers = 1;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1.5' },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const chosen = rows.filter(
    ({ name }) => values.only === undefined || values.only.split(',').includes(name),
  );
  if (chosen.length === 0) {
    console.error(`--only must be some of ${rows.map(({ name }) => name).join(',')}.`);
    process.exitCode = 2;
    return;
  }
  const extent = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  using interrupt = onInterrupt();
  await using pool = await startWorkers(workers);
  const machine = machineOf();
  const context: RunContext = {
    pool,
    mqtt: '3.1.1',
    pacing: machine.cores > workers ? 'spin' : 'timer',
    machine,
    thresholds: [],
    onLine: () => undefined,
    onLive: () => undefined,
    signal: interrupt.signal,
  };
  if (values.profile) return await profileAll(context, chosen, extent);
  const outcome = await runAll(context, chosen, extent);
  if (values.json !== undefined && !interrupt.signal.aborted) await write(values.json, outcome);
  process.exitCode = interrupt.signal.aborted ? 130 : sayInAll(outcome.rows);
}

async function profileAll(context: RunContext, chosen: readonly Row[], extent: Extent): Promise<void> {
  for (const row of chosen) {
    const file = await profileRow(context, row, extent);
    console.log(file === undefined ? `${row.name}: a row of this kind has no profile.` : `written: ${file}`);
  }
}

async function runAll(context: RunContext, chosen: readonly Row[], extent: Extent): Promise<Outcome> {
  const startedAt = new Date().toISOString();
  console.log(`brokers in turns, medians of ${extent.rounds} rounds of ${extent.seconds} s`);
  const done: RowOutcome[] = [];
  for (const row of chosen) {
    if (context.signal.aborted) break;
    const began = performance.now();
    const outcome = await runRow(context, row, extent);
    // A row that was interrupted has too few rounds to say anything.
    if (context.signal.aborted) break;
    say(outcome, (performance.now() - began) / 1000);
    done.push(outcome);
  }
  return { startedAt, ...extent, machine: context.machine, toolVersion, rows: done };
}

function say(row: RowOutcome, tookSeconds: number): void {
  console.log(`\n${row.work} (${row.name}; ${row.setting}; took ${tookSeconds.toFixed(0)} s)`);
  if (row.kind === 'not-available') return console.log(`  not available: ${row.because}`);
  for (const entry of row.entries) {
    const numbers = (Object.keys(entry.values) as Measure[]).map((measure) => valueText(entry, measure));
    const headroom =
      entry.ofCeiling === undefined ? '' : `  ${Math.round(entry.ofCeiling * 100)} % of ceiling`;
    const busy = `  generator at work ${Math.round((entry.generatorBusy ?? 0) * 100)} %`;
    const cores = entry.cores === undefined ? '' : `  ${entry.cores.toFixed(2)} cores`;
    console.log(
      `  ${entry.name.padEnd(34)} ${numbers.join('; ')}${headroom}${entry.generatorBusy === undefined ? '' : busy}${cores}`,
    );
    for (const remark of entry.remarks) console.log(`    ${remark}`);
  }
  for (const bar of row.bars) console.log(`  ${barText(bar)}: ${actualText(bar)}, held: ${verdictText(bar)}`);
}

/** @returns the exit code */
function sayInAll(outcomes: readonly RowOutcome[]): number {
  const bars = outcomes.flatMap((row) => (row.kind === 'measured' ? row.bars : []));
  const held = bars.filter(({ verdict }) => verdict === 'held').length;
  const missing = outcomes.filter(({ kind }) => kind === 'not-available').length;
  const rest = missing === 0 ? '' : `, ${missing} rows are not available`;
  console.log(`\n${held} of ${bars.length} bars are held${rest}.`);
  return held === bars.length && missing === 0 ? 0 : 1;
}

async function write(file: string, outcome: Outcome): Promise<void> {
  await writeFile(file, `${JSON.stringify(outcome, undefined, 2)}\n`);
  await writeFile(file.replace(/(\.json)?$/, '.md'), markdownOf(outcome));
}

await main();
