/**
 * Attacks the reference broker with frames that are right, wrong on purpose, and damaged at random, and holds each
 * answer against the codec's own verdict and the rules of the Session. Ends with 1 at the first difference, which is
 * printed as small as it gets.
 *
 * Usage: npm run fuzz:broker [-- --frames 10000000] [-- --seed 1] [-- --tcp 100000]
 */
import { parseArgs } from 'node:util';
import type { Failure } from './fuzz-broker/campaign.ts';
import { type FuzzResult, fuzzInMemory, fuzzOverTcp } from './fuzz-broker/fuzz.ts';
import { createMemoryLink } from './fuzz-broker/memory-link.ts';
import { openProcessLink } from './fuzz-broker/process-link.ts';
import type { ReplayTarget } from './fuzz-broker/replay.ts';
import { shrink } from './fuzz-broker/shrink.ts';
import { brokerOptionsOf, narrowTerms } from './fuzz-broker/terms.ts';

const inThisProcess = {
  patienceMillis: 20,
  open: () => createMemoryLink(brokerOptionsOf(narrowTerms)),
};
const overTheNetwork = { patienceMillis: 500, open: openProcessLink };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { frames: { type: 'string' }, seed: { type: 'string' }, tcp: { type: 'string' } },
  });
  const frames = Number(values.frames ?? '1000000');
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const tcpFrames = Number(values.tcp ?? Math.round(frames / 100));
  console.log(`seed ${seed}: ${frames} frames in this process, then ${tcpFrames} over TCP`);
  const onProgress = (line: string): void => console.log(line);

  const inMemory = await fuzzInMemory({ seed, frames, onProgress });
  console.log(`connections ended by the broker, by its last word: ${endingsOf(inMemory)}`);
  if (!(await hasPassed(inMemory, seed, inThisProcess))) return;
  if (tcpFrames === 0) return console.log('No difference was found.');
  const overTcp = await fuzzOverTcp({ seed, frames: tcpFrames, onProgress });
  if (await hasPassed(overTcp, seed, overTheNetwork)) console.log('No difference was found.');
}

function endingsOf({ endings }: FuzzResult): string {
  const byCount = [...endings].toSorted(([, left], [, right]) => right - left);
  return byCount.map(([ending, count]) => `${ending}: ${count}`).join(', ');
}

async function hasPassed(
  result: FuzzResult,
  seed: number,
  target: Omit<ReplayTarget, 'terms'>,
): Promise<boolean> {
  const { failure, terms } = result;
  if (failure === undefined) return true;
  process.exitCode = 1;
  console.log(
    `FAILED with seed ${seed} after ${result.frames} frames (${failure.context}): ${failure.detail}`,
  );
  await printFrames(failure, { terms, ...target });
  return false;
}

async function printFrames({ sent }: Failure, target: ReplayTarget): Promise<void> {
  if (sent.length === 0) return;
  const shrunk = await shrink(target, sent);
  if (shrunk === undefined) {
    console.log('It takes the other connections of the run to see it. This one sent:');
  } else console.log(`As small as it gets: ${shrunk.detail}`);
  for (const frame of shrunk?.frames ?? sent) console.log(`  ${Buffer.from(frame).toString('hex')}`);
}

await main();
