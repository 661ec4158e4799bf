/**
 * Kills the durable broker (SIGKILL) at random moments under QoS 1 and 2 load, starts it again, and checks at the end
 * that nothing it acknowledged was lost and no QoS 2 message came twice. Ends with 1 if something is wrong,
 * with 2 if the broker does not start.
 *
 * Usage: npm run kill:broker [-- --kills 200] [-- --sync none|batch|always] [-- --seed N] [-- --round-millis 400]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BrokerStartError, createBrokerProcess } from './kill-broker/broker-process.ts';
import { runKillLoop } from './kill-broker/kill-loop.ts';
import { createRandom } from './kill-broker/random.ts';
import { describeReport } from './kill-broker/report.ts';

/** Both this file and the command line come out of the build. */
const program = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const roundsBetweenLines = 20;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      sync: { type: 'string', default: 'batch' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'round-millis': { type: 'string', default: '400' },
    },
  });
  console.log(`seed ${values.seed}, sync ${values.sync}, ${values.kills} kills`);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'kill-broker-'));
  await using broker = await createBrokerProcess({ program, dataDirectory, sync: values.sync });
  const report = await runKillLoop({
    broker,
    kills: Number(values.kills),
    random: createRandom(Number(values.seed)),
    longestRoundMillis: Number(values['round-millis']),
    drainPatienceMillis: 30_000,
    onRound(round, { flow }) {
      if (round % roundsBetweenLines === 0)
        console.log(`  ${round} kills, ${flow.acknowledged} acknowledged`);
    },
  });
  console.log(describeReport(report));
  process.exitCode = report.faults.length === 0 ? 0 : 1;
  // Kept for whoever looks for the reason.
  if (report.faults.length > 0) console.log(`The data directory is ${dataDirectory}.`);
  else await rm(dataDirectory, { recursive: true });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BrokerStartError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
