import type { Random } from '../../src/bench/statistics/random.ts';
import type { ByteStream } from '../../src/transport/byte-stream.ts';
import { Conversation } from './conversation.ts';
import { drawChunks, drawFrames, drawPlan, type Plan } from './draw.ts';
import type { Event } from './expectation.ts';
import type { FramePool } from './frame-pool.ts';
import { Model } from './model.ts';
import { freshPrefix } from './opening.ts';
import type { BrokerTerms } from './terms.ts';

/** The broker under attack, however it is reached. */
export interface Link {
  open(): ByteStream | Promise<ByteStream>;
  /** Connections that the broker holds; absent when it cannot be asked. */
  connections(): number | undefined;
  /** Time goes on. */
  tick(): void;
  /** What went wrong in the broker itself. */
  fault(): string | undefined;
}

export interface CampaignOptions {
  readonly link: Link;
  readonly terms: BrokerTerms;
  readonly pool: FramePool;
  readonly random: Random;
  /** Ends when so many frames have been judged. */
  readonly frames: number;
}

export interface Failure {
  readonly detail: string;
  readonly context: string;
  /** The frames of the connection, in their order; empty when it is no single one's fault. */
  readonly sent: readonly Uint8Array[];
}

export interface CampaignResult {
  /** Packets and violations that the codec told and the broker reacted to. */
  readonly frames: number;
  readonly violations: number;
  readonly conversations: number;
  /** How often the broker ended a connection, by the last thing it said. */
  readonly endings: ReadonlyMap<Event, number>;
  readonly failure?: Failure;
}

/** So many at the same time: they hear of each other by what they publish. */
const width = 48;
const patienceMillis = 10_000;

interface Running {
  readonly conversation: Conversation;
  readonly plan: Plan;
}

/** Only a fresh Client Identifier has surely no Session. */
export const mayBeKnown = (clientIdentifier: string): boolean => !clientIdentifier.startsWith(freshPrefix);

/** Attacks a broker in rounds: every conversation sends, and then all that came back is judged. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { link, terms, random } = options;
  const running = new Set<Running>();
  const totals = { frames: 0, violations: 0, conversations: 0, endings: new Map<Event, number>() };

  while (totals.frames < options.frames) {
    while (running.size < width) {
      const conversation = new Conversation(await link.open(), new Model(terms, mayBeKnown));
      running.add({ conversation, plan: drawPlan(random) });
      totals.conversations += 1;
    }
    sendAll(running, options);
    await until(() => [...running].every(({ conversation }) => conversation.isSettled));
    const failure = judgeAll(running) ?? brokerFailure(link);
    for (const one of running) retire(one, running, totals, random);
    if (failure !== undefined) return { ...totals, failure };
    await until(() => isEmptyOfOthers(link, running.size));
    if (!isEmptyOfOthers(link, running.size)) {
      const detail = `the broker holds ${link.connections()} connections, but ${running.size} are open`;
      return { ...totals, failure: { detail, context: 'after a round', sent: [] } };
    }
    link.tick();
  }
  for (const { conversation } of running) conversation.leave('reset');
  await until(() => isEmptyOfOthers(link, 0));
  return totals;
}

function sendAll(running: ReadonlySet<Running>, { pool, random }: CampaignOptions): void {
  const byIdentifier = new Map<string, Conversation>();
  for (const { conversation, plan } of running) {
    conversation.send(drawFrames(conversation, plan, pool, random), (bytes) => drawChunks(bytes, random));
    const { clientIdentifier = '' } = conversation.model;
    if (clientIdentifier === '') continue;
    const other = byIdentifier.get(clientIdentifier);
    byIdentifier.set(clientIdentifier, conversation);
    if (other === undefined) continue;
    other.mayBeTakenOver = true;
    conversation.mayBeTakenOver = true;
  }
}

function judgeAll(running: ReadonlySet<Running>): Failure | undefined {
  for (const { conversation, plan } of running) {
    const isSettled = conversation.isSettled;
    const complaint = conversation.judge();
    if (complaint === undefined) continue;
    const silence = isSettled ? '' : ` within ${patienceMillis} ms`;
    return {
      detail: `${complaint}${silence}`,
      context: `${plan.context}, ${plan.version}, turn ${conversation.turns}`,
      sent: conversation.sent,
    };
  }
  return undefined;
}

function brokerFailure(link: Link): Failure | undefined {
  const detail = link.fault();
  return detail === undefined ? undefined : { detail, context: 'the broker itself', sent: [] };
}

function retire(
  one: Running,
  running: Set<Running>,
  totals: { frames: number; violations: number; readonly endings: Map<Event, number> },
  random: Random,
): void {
  const { conversation, plan } = one;
  const { model } = conversation;
  const isOver = conversation.hasEnded || model.isTightLipped || conversation.turns >= plan.turns;
  if (!isOver) return;
  if (!conversation.hasEnded) conversation.leave(random() < 0.5 ? 'reset' : 'close');
  totals.frames += model.judged;
  totals.violations += model.violations;
  const { ending } = conversation;
  if (ending !== undefined) totals.endings.set(ending, (totals.endings.get(ending) ?? 0) + 1);
  running.delete(one);
}

function isEmptyOfOthers(link: Link, open: number): boolean {
  return (link.connections() ?? open) === open;
}

/** Lets everybody work until it is so, or the patience is at its end. */
export async function until(isSo: () => boolean, millis = patienceMillis): Promise<void> {
  const deadline = performance.now() + millis;
  while (!isSo() && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
}
