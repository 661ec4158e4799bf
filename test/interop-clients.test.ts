import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type DoorName, type InteropBroker, startInteropBroker } from './interop-clients/broker.ts';
import type { InteropClient, Message, Reach, Subscriber, Version, Wish } from './interop-clients/client.ts';
import { mosquittoClients } from './interop-clients/mosquitto.ts';
import { mqttJs } from './interop-clients/mqttjs.ts';
import { pahoCClients } from './interop-clients/paho-c.ts';
import { pahoPython } from './interop-clients/paho-python.ts';

// The broker is in this process, so that it can be asked when a Subscription stands.

let broker: InteropBroker;
beforeAll(async () => {
  broker = await startInteropBroker();
});
afterAll(() => broker[Symbol.asyncDispose]());

const clients: readonly InteropClient[] = [mqttJs, mosquittoClients, pahoPython, ...pahoCClients];
const versions: readonly Version[] = ['3.1.1', '5.0'];
const combinations = clients.flatMap((client) =>
  versions.map((version) => ({ name: client.name, client, version })),
);

describe.each(combinations)('$name speaking $version', ({ client, version }) => {
  beforeEach(async ({ skip }) => {
    if (client.missing !== undefined) skip(`${client.name} is not installed: ${client.missing}`);
    await broker.settled('connections', 0);
  });

  const by = (door: DoorName = 'TCP'): Reach => ({ door: broker.doors[door], version });
  let topics = 0;
  const newTopic = (): string => {
    topics += 1;
    return `${client.name.replaceAll(/\W/g, '')}/${version}/${topics}`;
  };
  const subscribed = async (reach: Reach, ...wishes: readonly Wish[]): Promise<readonly Subscriber[]> => {
    const subscribers = wishes.map((wish) => client.subscribe(reach, wish));
    onTestFinished(async () => {
      for (const subscriber of subscribers) await subscriber[Symbol.asyncDispose]();
    });
    await broker.settled('subscriptions', wishes.length);
    return subscribers;
  };
  const lines = (messages: readonly Message[]): string[] => messages.map((message) => client.lineOf(message));

  test('exchanges messages of every QoS', async () => {
    const topic = newTopic();
    const messages = ([0, 1, 2] as const).map((qos) => ({ topic, qos, payload: `at QoS ${qos}` }));
    const [subscriber] = await subscribed(by(), { topicFilter: topic });
    for (const message of messages) await client.publish(by(), message);
    expect(await subscriber?.heard(3)).toEqual(lines(messages));
  });

  test.for<DoorName>(['TCP', 'TLS', 'TLS with a client certificate', 'WebSocket', 'secure WebSocket'])(
    'hears a retained message over %s',
    async (door, { skip }) => {
      if (door.endsWith('WebSocket') && client.lacks.includes('websocket'))
        skip(`${client.name} knows no WebSocket`);
      const message = { topic: newTopic(), qos: 1, retain: true, payload: `kept for ${door}` } as const;
      await client.publish(by(door), message);
      const [subscriber] = await subscribed(by(door), { topicFilter: message.topic });
      expect(await subscriber?.heard(1)).toEqual(lines([message]));
    },
  );

  test('is not let in by TLS without the certificate that is asked for', async () => {
    const { clientCertificate: _, ...door } = broker.doors['TLS with a client certificate'];
    const publishing = client.publish({ door, version }, { topic: newTopic(), qos: 1, payload: 'no' });
    await expect(publishing).rejects.toBeInstanceOf(Error);
  });

  test('leaves a will when it is gone without a word, and none when it says goodbye', async () => {
    const will = { topic: newTopic(), qos: 1, payload: 'gone' } as const;
    const farewell = { ...will, payload: 'farewell' };
    const last = { ...will, payload: 'last' };
    const [watcher, mortal, polite] = await subscribed(
      by(),
      { topicFilter: will.topic },
      { topicFilter: newTopic(), will },
      { topicFilter: newTopic(), will: farewell },
    );
    await polite?.leave();
    await mortal?.crash();
    await broker.settled('connections', 1);
    await client.publish(by(), last);
    const asked = version === '5.0' && client.lacks.includes('silent-goodbye');
    const messages = asked ? [farewell, will, last] : [will, last];
    expect(await watcher?.heard(messages.length)).toEqual(lines(messages));
  });

  test('comes in with its user name and password, and not with another password', async () => {
    const message = { topic: newTopic(), qos: 1, payload: 'let in' } as const;
    const known = { ...by(), credentials: broker.user };
    const [subscriber] = await subscribed(known, { topicFilter: message.topic });
    const wrong = { ...by(), credentials: { ...broker.user, password: 'wrong' } };
    const refused = client.publish(wrong, { ...message, payload: 'kept out' });
    await expect(refused).rejects.toThrow(/refused|bad user ?name|Connect failed/i);
    await client.publish(known, message);
    expect(await subscriber?.heard(1)).toEqual(lines([message]));
  });

  test('gets what came while it was away', async ({ skip }) => {
    if (client.lacks.includes('kept-session')) skip(`${client.name} always begins a new Session`);
    const topic = newTopic();
    const kept = { ...by(), clientIdentifier: `kept-${topic}` };
    const wish = { topicFilter: topic, session: 'kept' } as const;
    const [before] = await subscribed(kept, wish);
    await before?.leave();
    const messages = ([1, 2] as const).map((qos) => ({ topic, qos, payload: `away at QoS ${qos}` }));
    for (const message of messages) await client.publish(by(), message);
    const [after] = await subscribed(kept, wish);
    expect(await after?.heard(2)).toEqual(lines(messages));
    await after?.leave();
    await endSession(kept.clientIdentifier);
  });

  /** So that the next test finds no Subscription but its own. */
  const endSession = async (clientIdentifier: string): Promise<void> => {
    await mqttJs.publish({ ...by(), clientIdentifier }, { topic: 'bye', qos: 0, payload: '' });
    await broker.settled('subscriptions', 0);
  };

  test.runIf(version === '5.0')('shares a Subscription', async () => {
    const topic = newTopic();
    const wish = { topicFilter: `$share/group/${topic}` };
    const [one, other] = await subscribed(by(), wish, wish);
    const messages = [1, 2, 3, 4].map((number) => ({ topic, qos: 1, payload: `${number}` }) as const);
    for (const message of messages) await client.publish(by(), message);
    const heard = [...((await one?.heard(2)) ?? []), ...((await other?.heard(2)) ?? [])];
    expect(heard.sort()).toEqual(lines(messages));
  });
});
