import { createRandom } from '../../src/bench/statistics/random.ts';
import { type CampaignResult, type Failure, type Link, runCampaign } from './campaign.ts';
import { createFramePool, type FramePool } from './frame-pool.ts';
import { growthProblem, heldBytes, mebibytes } from './memory.ts';
import { createMemoryLink } from './memory-link.ts';
import { openProcessLink } from './process-link.ts';
import { type BrokerTerms, brokerOptionsOf, defaultTerms, narrowTerms } from './terms.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly frames: number;
  /** What the oracle takes the broker's terms for; a test that gives others sees it complain. */
  readonly believed?: BrokerTerms;
  readonly onProgress: (line: string) => void;
}

export interface FuzzResult extends CampaignResult {
  /** Of the broker that failed. */
  readonly terms: BrokerTerms;
}

/** Memory is looked at after each part; a short run is not worth many looks. */
const partsOf = (frames: number): number => (frames < 100_000 ? 3 : 10);
const largestPool = 50_000;
const smallestPool = 1_000;

/** Attacks a broker in this process. Ends at the first failure. */
export async function fuzzInMemory(options: FuzzOptions): Promise<FuzzResult> {
  const terms = options.believed ?? narrowTerms;
  const attack = prepare(options);
  await using link = createMemoryLink(brokerOptionsOf(narrowTerms));
  const held: number[] = [];
  const parts = partsOf(options.frames);
  let total: CampaignResult = { frames: 0, violations: 0, conversations: 0, endings: new Map() };
  for (let part = 1; part <= parts && total.failure === undefined; part += 1) {
    const startedMs = performance.now();
    const result = await attack(link, terms, options.frames / parts);
    total = sum(total, result);
    held.push(heldBytes());
    const perSecond = Math.round(result.frames / ((performance.now() - startedMs) / 1000));
    options.onProgress(
      `${total.frames} frames, ${total.violations} of them violations, ${total.conversations} connections; ${perSecond} frames/s; held ${mebibytes(held.at(-1) ?? 0)}`,
    );
  }
  const growth = growthProblem(held);
  if (total.failure !== undefined || growth === undefined) return { ...total, terms };
  return { ...total, terms, failure: { detail: growth, context: 'the whole run', sent: [] } };
}

/** The same over TCP against `mqtt-assay broker`, a process of its own. */
export async function fuzzOverTcp(options: FuzzOptions): Promise<FuzzResult> {
  const attack = prepare(options);
  await using link = await openProcessLink();
  const startedMs = performance.now();
  const result = await attack(link, defaultTerms, options.frames);
  const perSecond = Math.round(result.frames / ((performance.now() - startedMs) / 1000));
  options.onProgress(
    `over TCP: ${result.frames} frames, ${result.conversations} connections; ${perSecond} frames/s`,
  );
  return { ...result, terms: defaultTerms };
}

function prepare({ seed, frames }: FuzzOptions) {
  const random = createRandom(seed);
  const size = Math.min(largestPool, Math.max(smallestPool, Math.round(frames / 20)));
  const pool: FramePool = createFramePool(seed, size, random);
  return (link: Link, terms: BrokerTerms, count: number): Promise<CampaignResult> =>
    runCampaign({ link, terms, pool, random, frames: count });
}

function sum(left: CampaignResult, right: CampaignResult): CampaignResult {
  const failure: Failure | undefined = left.failure ?? right.failure;
  return {
    frames: left.frames + right.frames,
    violations: left.violations + right.violations,
    conversations: left.conversations + right.conversations,
    endings: sumByKey(left.endings, right.endings),
    ...(failure === undefined ? {} : { failure }),
  };
}

function sumByKey<K>(left: ReadonlyMap<K, number>, right: ReadonlyMap<K, number>): ReadonlyMap<K, number> {
  const summed = new Map(left);
  for (const [key, count] of right) summed.set(key, (summed.get(key) ?? 0) + count);
  return summed;
}
