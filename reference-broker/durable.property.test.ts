import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDurableBroker } from './fixtures/durable-broker.ts';
import {
  begin,
  finish,
  perform,
  publisherNames,
  type Run,
  type Sent,
  type Step,
  settle,
  stepsOn,
  subscribers,
  textOf,
} from './fixtures/random-run.ts';
import { createSessionKeeper } from './fixtures/session-keeper.ts';
import { to } from './fixtures/test-client.ts';
import { RecordKind } from './persistence/durable-entry.ts';

const isKept = ({ publisher, retain }: Sent): boolean => retain && publisher === 0;

function faultsOf({ sent, arrived, faults }: Run): string[] {
  const found = [...faults];
  const flow = [...sent].filter(([, message]) => !isKept(message));
  const shared = [...(arrived[2] ?? []), ...(arrived[3] ?? [])];
  for (const [index, texts] of [arrived[0] ?? [], arrived[1] ?? [], shared].entries()) {
    const name = ['plain 2', 'plain 1', 'shared'][index];
    for (const [text, { isTaken, qos }] of flow) {
      const times = texts.filter((each) => each === text).length;
      if (isTaken && times === 0) found.push(`${name}: ${text} (QoS ${qos}) was lost.`);
      if (qos === 2 && index !== 1 && times > 1) found.push(`${name}: ${text} (QoS 2) came ${times} times.`);
    }
  }
  return found;
}

/** Of each publisher and QoS the first arrivals are in order. [5.0/MQTT-4.6.0-6] */
function orderFaultsOf({ sent, arrived }: Run): string[] {
  const found: string[] = [];
  for (const [index, texts] of arrived.slice(0, 2).entries()) {
    for (const publisher of publisherNames.keys()) {
      for (const qos of [1, 2]) {
        const sequences = [...new Set(texts)].flatMap((text) => {
          const message = sent.get(text);
          return message?.publisher === publisher && message.qos === qos ? [message.sequence] : [];
        });
        const isOrdered = sequences.every((sequence, at) => at === 0 || sequence > (sequences[at - 1] ?? 0));
        if (!isOrdered) found.push(`${subscribers[index]?.name}: out of order: ${sequences.join()}.`);
      }
    }
  }
  return found;
}

/** The retained message is the last one that was taken, or one that was sent after it. */
async function retainedFaults({ durable, sent }: Run): Promise<string[]> {
  const found: string[] = [];
  const values = new Map<string, number>();
  const reader = createSessionKeeper({
    clientIdentifier: 'reader',
    receiveMaximum: 3,
    dial: () => durable.dial(),
    onMessage: (publish) => void values.set(publish.topicName, Number(textOf(publish))),
    onTaken: () => undefined,
    onSubscribed: () => undefined,
    onFault: (fault) => void found.push(fault),
  });
  reader.connect();
  await settle([reader]);
  reader.subscribe([to('kept/+')]);
  await settle([reader]);
  for (const { sequence, qos } of [...sent.values()].filter((each) => isKept(each) && each.isTaken)) {
    const value = values.get(`kept/${qos}`) ?? -1;
    if (value < sequence) found.push(`kept/${qos} is ${value}, but ${sequence} was taken.`);
  }
  return found;
}

/** All messages are delivered, so only the retained ones have a reason to be on disk. */
function leftovers({ durable, publishers }: Run): string[] {
  const count = (kind: RecordKind): number =>
    [...durable.disk.records.keys()].filter((key) => key.startsWith(`0${kind}`)).length;
  const left = {
    unfinished: publishers.reduce((sum, { unfinished }) => sum + unfinished, 0),
    deliveries: count(RecordKind.delivery),
    inbound: count(RecordKind.inboundQos2),
    messages: count(RecordKind.message) - count(RecordKind.retained),
  };
  return Object.entries(left).flatMap(([what, number]) =>
    number === 0 ? [] : [`${number} ${what} are left.`],
  );
}

/** More runs than a test has time for: `RUNS=10000 npx vitest run durable.property`. */
const numRuns = Number(process.env['RUNS'] ?? 60);

/** Does the steps, lets all come back and everything end, and says what was not as promised. */
async function faultsAfter(given: readonly Step[], more: (run: Run) => Promise<string[]>): Promise<string[]> {
  await using durable = createDurableBroker();
  const run = await begin(durable);
  for (const step of given) await perform(run, step);
  await finish(run);
  const faults = [...faultsOf(run), ...leftovers(run)];
  durable.restart();
  return [...faults, ...(await more(run))];
}

test('whatever happens, what the clients were promised is kept, in order, and nothing is left over', async () => {
  const inOrder = async (run: Run): Promise<string[]> => [
    ...orderFaultsOf(run),
    ...(await retainedFaults(run)),
  ];
  await fc.assert(
    fc.asyncProperty(stepsOn(['working', 'working', 'holding']), async (given) => {
      expect(await faultsAfter(given, inOrder)).toEqual([]);
    }),
    { numRuns },
  );
}, 120_000);

// A message that was refused, and whose publisher lost the refusal, comes again behind those that were taken: so nothing
// is said of the order here.
test('whatever happens while the disk is full now and then, what the clients were promised is kept', async () => {
  await fc.assert(
    fc.asyncProperty(stepsOn(['working', 'holding', 'full']), async (given) => {
      expect(await faultsAfter(given, async () => [])).toEqual([]);
    }),
    { numRuns },
  );
}, 120_000);
