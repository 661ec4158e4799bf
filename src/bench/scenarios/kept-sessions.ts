import type { Connection } from '../generator/connection.ts';
import { forEachAtOnce } from '../generator/for-each-at-once.ts';
import { mostTopics } from '../generator/message-header.ts';
import { type Published, publishAll, type StoredMessage } from '../generator/publish-all.ts';
import type { Clients } from './clients.ts';
import type { Wishes } from './connect.ts';
import { subscribe } from './open-flow.ts';
import { ScenarioError } from './scenario.ts';
import { settle } from './settle.ts';
import { ownNumbers } from './share.ts';
import { storedPayload } from './stored-payload.ts';

/** Sessions that the target keeps while their clients are away, and what waits in each of them. */
export interface SessionsForm {
  /** In all workers together. */
  readonly sessions: number;
  readonly subscriptionsPerSession: number;
  readonly queuedPerSession: number;
  readonly qos: 1 | 2;
  readonly payloadBytes: number;
  readonly keepAliveSeconds: number;
}

/** A Session of this worker. */
export interface KeptSession {
  /** Over all workers. */
  readonly number: number;
  readonly topicNames: readonly string[];
  /** The topics that have messages, by the number that stands in the messages: the first of `topicNames`. */
  readonly firstTopic: number;
  /** Messages that wait on each of them. */
  readonly queued: readonly number[];
}

const atOnce = 64;

/** @throws ScenarioError when a worker has no room for so many topics */
export function keptSessions({ context: { plan } }: Clients, form: SessionsForm): readonly KeptSession[] {
  const { subscriptionsPerSession, queuedPerSession } = form;
  const topics = Math.min(subscriptionsPerSession, queuedPerSession);
  const numbers = ownNumbers(plan, form.sessions);
  if (numbers.length * topics > mostTopics) {
    throw new ScenarioError('fault', `a worker has room for ${mostTopics} topics: use more workers.`);
  }
  return numbers.map((number, at) => ({
    number,
    topicNames: Array.from(
      { length: subscriptionsPerSession },
      (_, topic) => `assay-${plan.runTag}/q/${number}/${topic}`,
    ),
    firstTopic: at * topics,
    queued: Array.from({ length: topics }, (_, topic) => Math.ceil((queuedPerSession - topic) / topics)),
  }));
}

/** How the client of a Session connects. */
export function wishesOf(form: SessionsForm, index: number): Wishes {
  return { role: 'k', index, keepAliveSeconds: form.keepAliveSeconds, session: 'kept' };
}

/**
 * Makes the Sessions: each client subscribes, and goes when its subscriptions stand.
 *
 * @throws ScenarioError, or an error of a connection
 */
export async function makeSessions(
  clients: Clients,
  sessions: readonly KeptSession[],
  form: SessionsForm,
): Promise<void> {
  await forEachAtOnce(sessions, atOnce, async ({ number, topicNames }) => {
    const connection = await clients.connect(wishesOf(form, number));
    const last = topicNames.at(-1);
    if (last !== undefined) {
      await subscribe(connection, topicNames, form.qos);
      await settle(clients, connection, last);
    }
    await clients.disconnect([connection]);
  });
}

/**
 * Publishes the messages that are to wait, until the target has acknowledged each of them.
 *
 * @throws an error of the connection
 */
export async function queueMessages(
  clients: Clients,
  sessions: readonly KeptSession[],
  form: SessionsForm,
): Promise<Published> {
  const { plan } = clients.context;
  const connection = await clients.connect({ role: 'p', index: plan.worker, keepAliveSeconds: 0 });
  const published = await publishAll(connection, messagesOf(sessions, form), {
    version: plan.mqtt,
    qos: form.qos,
    retain: false,
    timeoutMs: plan.workload.phases.connectSeconds * 1000,
  });
  await clients.disconnect([connection]);
  return published;
}

function* messagesOf(
  sessions: readonly KeptSession[],
  { queuedPerSession, payloadBytes }: SessionsForm,
): Generator<StoredMessage> {
  for (const { topicNames, firstTopic, queued } of sessions) {
    for (let message = 0; queued.length > 0 && message < queuedPerSession; message += 1) {
      const topic = message % queued.length;
      yield {
        topicName: topicNames[topic] as string,
        payload: storedPayload(payloadBytes, firstTopic + topic, Math.floor(message / queued.length)),
      };
    }
  }
}

/**
 * Removes the Sessions from the target: a clean one takes the place of each, and ends with its connection.
 *
 * @throws ScenarioError, or an error of a connection
 */
export async function removeSessions(clients: Clients, sessions: readonly KeptSession[]): Promise<void> {
  await forEachAtOnce(sessions, atOnce, async ({ number }) => {
    const connection: Connection = await clients.connect({ role: 'k', index: number, keepAliveSeconds: 0 });
    await clients.disconnect([connection]);
  });
}
