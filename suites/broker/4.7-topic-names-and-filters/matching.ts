import {
  type BrokerCase,
  brokerCase,
  type CaseContext,
  type OpenOptions,
} from '../../../src/conformance/index.ts';
import { type Matcher, type Peer, type StepOptions, utf8 } from '../../../src/peer/index.ts';
import { ifItComes, resendUntil } from '../shared/measured.ts';
import { asSetUp } from '../shared/set-up.ts';

/** The names that a row is made of; each belongs to the case alone. */
export interface OwnNames {
  /** Several levels. */
  readonly base: string;
  /** The last level of `base`. */
  readonly tag: string;
  /** A name of one level. */
  readonly level: string;
}

/** A Topic Filter, and what it matches. */
export interface Matching {
  readonly topicFilter: string;
  /** Topic Names whose messages must be delivered. */
  readonly matches: readonly string[];
  /** Topic Names whose messages must not be delivered. */
  readonly differs: readonly string[];
}

export interface MatchingRow {
  /** Last part of the case id, kebab-case. */
  readonly name: string;
  readonly proves: BrokerCase['proves'];
  readonly needs?: BrokerCase['needs'];
  /** `other-cases` where the filter reaches their messages as well; it is subscribed at QoS 0 then, else at 1. */
  readonly overhears?: OpenOptions['overhears'];
  /** What it means that a message that the filter matches does not come; the default is that the case fails. */
  readonly absence?: StepOptions['absence'];
  readonly of: (names: OwnNames) => Matching;
}

/** One case for each row: what matches is delivered, what does not is not, although it reaches others. */
export function matchingCases(prefix: string, rows: readonly MatchingRow[]): readonly BrokerCase[] {
  return rows.map(({ name, overhears = 'nothing', absence = 'fails', of, ...row }) =>
    brokerCase(`${prefix}/${name}`, row, (context) =>
      expectMatching(context, of(ownNames(context)), { overhears, absence }),
    ),
  );
}

function ownNames({ topic }: CaseContext): OwnNames {
  const base = topic();
  return { base, tag: base.slice(base.lastIndexOf('/') + 1), level: base.replaceAll('/', '-') };
}

interface Reading {
  readonly overhears: NonNullable<OpenOptions['overhears']>;
  readonly absence: NonNullable<StepOptions['absence']>;
}

async function expectMatching(
  context: CaseContext,
  matching: Matching,
  { overhears, absence }: Reading,
): Promise<void> {
  const { connected, deadlineMs, topic } = context;
  const { topicFilter, matches, differs } = matching;
  const sentinel = topic('sentinel');
  const publisher = await connected('publisher');
  const witness = await connected('witness');
  const subscriber = await connected('subscriber', { overhears });
  const exact = [...differs, ...matches, sentinel];
  for (const name of exact) await witness.subscribe({ topicFilter: name, qos: 1 });
  await subscriber.subscribe([
    { topicFilter, qos: overhears === 'nothing' ? 1 : 0 },
    { topicFilter: sentinel, qos: 1 },
  ]);
  for (const peer of [witness, subscriber]) await context.settle(publisher, peer, sentinel);

  // The witness shows that a message to the name is forwarded at all: a server may refuse some names.
  for (const topicName of differs) {
    await publisher.publish({ topicName, qos: 1, payload: payloadOf('stranger', topicName, topic()) });
    await asSetUp(expectMessages(context, witness, 'stranger', [topicName]));
  }
  await resendUntil(
    deadlineMs,
    async () => {
      for (const topicName of matches) {
        await publisher.publish({ topicName, qos: 1, payload: payloadOf('match', topicName, topic()) });
        await asSetUp(expectMessages(context, witness, 'match', [topicName]));
      }
    },
    (options) => expectMessages(context, subscriber, 'match', matches, options, noStranger(topic())),
    { absence },
  );
  await publisher.publish({
    topicName: sentinel,
    qos: 1,
    payload: payloadOf('sentinel', sentinel, topic()),
  });
  await expectMessages(context, subscriber, 'sentinel', [sentinel], ifItComes, noStranger(topic()));
}

type Kind = 'match' | 'stranger' | 'sentinel';

/** Payloads tell the messages of this case from those of others, which a wildcard may reach as well. */
export function payloadOf(kind: Kind, topicName: string, base: string): string {
  return `${kind} ${base} ${topicName}`;
}

function noStranger(base: string): Matcher<Uint8Array> {
  const start = utf8(`stranger ${base} `);
  return {
    matches: (payload) => Buffer.compare(payload.subarray(0, start.length), start) !== 0,
    text: 'of a message whose Topic Name the Topic Filter matches',
  };
}

/** Reads messages until those of the kind came, to all of the names and in any order. Others may come in between. */
export async function expectMessages(
  { deadlineMs, topic }: CaseContext,
  peer: Peer,
  kind: Kind,
  topicNames: readonly string[],
  options: StepOptions = {},
  payload: Matcher<Uint8Array> = { matches: () => true, text: 'of any kind' },
): Promise<void> {
  const missing = new Set(topicNames);
  const endMs = performance.now() + (options.withinMs ?? deadlineMs);
  while (missing.size > 0) {
    const topicName: Matcher<string> = {
      matches: () => true,
      text: `any until ${[...missing].map((name) => JSON.stringify(name)).join(' and ')} came`,
    };
    const withinMs = Math.ceil(Math.max(0, endMs - performance.now()));
    const message = await peer.expect('publish', { topicName, payload }, { ...options, withinMs });
    // By payload and not by Topic Name, which a server may map to another one.
    const came = topicNames.find(
      (name) => Buffer.compare(message.payload, utf8(payloadOf(kind, name, topic()))) === 0,
    );
    if (came !== undefined) missing.delete(came);
  }
}
