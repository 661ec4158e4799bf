import { setTimeout as pause } from 'node:timers/promises';
import { DialError } from '../../src/transport/index.ts';
import { createFleet, type Fleet, firstAway, grantedQoSOf, loadFilter } from './fleet.ts';
import type { KillableBroker } from './killable-broker.ts';
import type { Random } from './random.ts';
import { ConnectionLost, createSessionClient } from './session-client.ts';

export interface KillLoopOptions {
  readonly broker: KillableBroker;
  readonly kills: number;
  readonly random: Random;
  /** The longest time from a start to the kill, in milliseconds. */
  readonly longestRoundMillis: number;
  /** How long the end may bring nothing new before what is missing counts as lost, in milliseconds. */
  readonly drainPatienceMillis: number;
  readonly onRound?: (round: number, fleet: Fleet) => void;
}

/** What was seen. */
export interface KillReport {
  readonly kills: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly repeatedQoS1: number;
  /** Empty: the broker kept what it acknowledged. One sentence each. */
  readonly faults: readonly string[];
}

const tickMillis = 10;
const messagesPerTick = 8;

/** Loads a broker, kills it at random moments, and judges at the end what is left. */
export async function runKillLoop(options: KillLoopOptions): Promise<KillReport> {
  const { broker, kills, random } = options;
  const faults: string[] = [];
  const fleet = createFleet(
    () => broker.dial(),
    (fault) => faults.push(fault),
  );
  await broker.start();
  await connectAll(fleet);
  for (const [index, subscriber] of fleet.subscribers.entries()) {
    const codes = await subscriber.subscribe(loadFilter, grantedQoSOf(index));
    if (codes[0] !== grantedQoSOf(index))
      faults.push(`${subscriber.clientIdentifier} was granted ${codes.join()}.`);
  }
  for (let round = 1; round <= kills; round += 1) {
    await killWithin(options, fleet);
    options.onRound?.(round, fleet);
  }
  await connectAll(fleet);
  const endMillis = performance.now() + options.longestRoundMillis;
  await load(fleet, random, () => performance.now() >= endMillis);
  await drain(fleet, options.drainPatienceMillis);
  faults.push(...fleet.flow.faults(), ...fleet.retained.faults(await readRetained(broker, faults)));
  await Promise.all(fleet.all.map((client) => client.disconnect()));
  const { sent, acknowledged, repeatedQoS1 } = fleet.flow;
  return { kills, sent, acknowledged, repeatedQoS1, faults };
}

/** One round: load, a kill in the midst of it, also while the clients are still coming back, and a new start. */
async function killWithin(
  { broker, random, longestRoundMillis }: KillLoopOptions,
  fleet: Fleet,
): Promise<void> {
  const working = work(fleet, random);
  await pause(random.integer(longestRoundMillis));
  fleet.isLossExpected = true;
  await broker.kill();
  await working;
  await Promise.all(fleet.all.map((client) => client.drop()));
  fleet.isLossExpected = false;
  await broker.start();
}

/** Connects and loads until the broker is killed. */
async function work(fleet: Fleet, random: Random): Promise<void> {
  try {
    await connectAll(fleet, random);
    await load(fleet, random, () => fleet.isLossExpected);
  } catch (error) {
    const isOfTheKill = error instanceof ConnectionLost || error instanceof DialError;
    if (!isOfTheKill || !fleet.isLossExpected) throw error;
  }
}

/** Some of those who are away now and then stay so. */
async function connectAll(fleet: Fleet, random?: Random): Promise<void> {
  const absent = new Set(fleet.subscribers.slice(firstAway).filter(() => random?.chance(0.4) ?? false));
  const clients = fleet.all.filter((client) => !client.isConnected && !absent.has(client));
  const outcomes = await Promise.allSettled(clients.map((client) => client.connect()));
  // When all are done, so that none is still on its way when the next round begins.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Publishes until it is told to stop; those who come and go do so in the midst of it. */
async function load(fleet: Fleet, random: Random, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    fleet.publishSome(1 + random.integer(messagesPerTick));
    if (random.chance(0.3)) fleet.publishRetained();
    await comeOrGo(fleet, random);
    await pause(tickMillis);
  }
}

async function comeOrGo(fleet: Fleet, random: Random): Promise<void> {
  for (const client of fleet.subscribers.slice(firstAway)) {
    if (!random.chance(0.02)) continue;
    if (!client.isConnected) await client.connect();
    else if (random.chance(0.5)) await client.drop();
    else await client.disconnect();
  }
}

/** Lets everything end that was begun. */
async function drain(fleet: Fleet, patienceMillis: number): Promise<void> {
  await connectAll(fleet);
  let best = Number.POSITIVE_INFINITY;
  let sinceMillis = performance.now();
  while (performance.now() - sinceMillis < patienceMillis) {
    const unfinished = [...fleet.publishers, fleet.retainer].reduce(
      (sum, client) => sum + client.unfinished,
      0,
    );
    const left = unfinished + fleet.flow.missing();
    if (left === 0) break;
    if (left < best) sinceMillis = performance.now();
    best = Math.min(best, left);
    await pause(tickMillis);
  }
  await Promise.all(fleet.all.map((client) => client.fence()));
}

/** What a new subscriber gets of the retained messages. */
async function readRetained(
  broker: KillableBroker,
  faults: string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const reader = createSessionClient({
    clientIdentifier: 'reader',
    protocolVersion: '5.0',
    keepsSession: false,
    isLossExpected: () => false,
    dial: () => broker.dial(),
    onAcknowledged: () => undefined,
    onFault: (fault) => faults.push(fault),
    onMessage: ({ topicName, payload }) => found.set(topicName, payload),
  });
  await reader.connect();
  await reader.subscribe('kept/#', 1);
  await reader.fence();
  await reader.disconnect();
  return found;
}
