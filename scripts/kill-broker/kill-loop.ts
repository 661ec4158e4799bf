import { setTimeout as pause } from 'node:timers/promises';
import { createFleet, type Fleet, firstAway, grantedQoSOf, loadFilter } from './fleet.ts';
import type { KillableBroker } from './killable-broker.ts';
import type { Random } from './random.ts';
import { createSessionClient } from './session-client.ts';

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
    await loadUntil(fleet, random, 1 + random.integer(options.longestRoundMillis));
    for (const client of fleet.all) client.expectLoss();
    await broker.kill();
    await Promise.all(fleet.all.map((client) => client.drop()));
    await broker.start();
    await connectAll(fleet, random);
    options.onRound?.(round, fleet);
  }
  await loadUntil(fleet, random, options.longestRoundMillis);
  await drain(fleet, options.drainPatienceMillis);
  faults.push(...fleet.flow.faults(), ...fleet.retained.faults(await readRetained(broker, faults)));
  await Promise.all(fleet.all.map((client) => client.disconnect()));
  const { sent, acknowledged, repeatedQoS1 } = fleet.flow;
  return { kills, sent, acknowledged, repeatedQoS1, faults };
}

/** Some of those who are away now and then stay so. */
async function connectAll(fleet: Fleet, random?: Random): Promise<void> {
  const absent = new Set(fleet.subscribers.slice(firstAway).filter(() => random?.chance(0.4) ?? false));
  const clients = fleet.all.filter((client) => !client.isConnected && !absent.has(client));
  await Promise.all(clients.map((client) => client.connect()));
}

/** Publishes for a while; those who come and go do so in the midst of it. */
async function loadUntil(fleet: Fleet, random: Random, millis: number): Promise<void> {
  const endMillis = performance.now() + millis;
  while (performance.now() < endMillis) {
    fleet.publishSome(1 + random.integer(messagesPerTick));
    if (random.chance(0.3)) fleet.publishRetained();
    await comeOrGo(fleet, random);
    await pause(Math.min(tickMillis, Math.max(0, endMillis - performance.now())));
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
