import { runInNewContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { page } from './page.ts';
import { script } from './page-script.ts';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0007';

const status = {
  version: hostile,
  health: { kind: 'store-failing', reason: hostile },
  atMillis: 65_000,
  gauges: {
    connections: 1,
    sessionsConnected: 1,
    sessionsStored: 2,
    subscriptions: 3,
    retainedMessages: 4,
    queuedMessages: 5,
  },
  counters: {
    messagesReceived: 10,
    messagesSent: 20,
    messagesPublishedLocally: 0,
    messagesDropped: 6,
    bytesReceived: 100,
    bytesSent: 200,
  },
  loopDelay: { p99Seconds: 0.0123 },
  clients: [
    {
      clientIdentifier: hostile,
      userName: hostile,
      address: hostile,
      protocolVersion: '5.0',
      connectedAtMillis: 0,
      messagesReceived: 1,
      messagesSent: 2,
      queuedMessages: 3,
    },
  ],
  topics: [{ topicName: hostile, messagesPerSecond: 1.25 }],
};

type Answer = () => Promise<unknown>;

const telling =
  (told: unknown): Answer =>
  () =>
    Promise.resolve({ ok: true, json: () => Promise.resolve(told) });

/** The page after it fetched these answers one after the other, in a document without a browser around it. */
async function shown(...answers: readonly Answer[]) {
  const { document } = parseHTML(page.body);
  let refresh: (() => Promise<void>) | undefined;
  let asked = 0;
  const fetch = (): unknown => {
    const answer = answers[asked];
    asked += 1;
    return answer?.();
  };
  const later = (again: () => Promise<void>): void => {
    refresh = again;
  };
  runInNewContext(script, { document, fetch, setTimeout: later, clearTimeout: () => undefined, AbortSignal });
  while (refresh === undefined) await new Promise((resolve) => setImmediate(resolve));
  for (let more = 1; more < answers.length; more += 1) await refresh();
  return document;
}

const textOf = (document: Awaited<ReturnType<typeof shown>>, id: string): string =>
  document.getElementById(id)?.textContent ?? 'there is no such element';

test('what clients chose is text, and its hidden characters are seen', async () => {
  const document = await shown(telling(status));
  const seen = '"><script>alert(1)</script><img src=x onerror=alert(1)>\\u{202e}\\u{7}';
  expect(document.querySelectorAll('script')).toHaveLength(1);
  expect(document.querySelectorAll('img')).toHaveLength(0);
  const cells = [...document.querySelectorAll('td')].map(({ textContent }) => textContent);
  expect(cells).toEqual([seen, seen, seen, '5.0', '1 min 5 s', '1', '2', '3', seen, '1.3']);
  expect(textOf(document, 'version')).toBe(seen);
});

test('rates are the difference between two answers', async () => {
  const counters = {
    ...status.counters,
    messagesReceived: 30,
    messagesPublishedLocally: 2,
    bytesSent: 1_200,
  };
  const document = await shown(telling(status), telling({ ...status, atMillis: 67_000, counters }));
  expect(textOf(document, 'in')).toBe('11');
  expect(textOf(document, 'out')).toBe('0');
  expect(textOf(document, 'bytes-out')).toBe('500');
  expect(document.querySelectorAll('polyline')).toHaveLength(2);
});

test('a broker that is in trouble, and one that does not answer, are told', async () => {
  expect(textOf(await shown(telling(status)), 'state')).toMatch(/^▲ store-failing: .+alert/);
  const gone = await shown(telling(status), () => Promise.reject(new Error('no route')));
  expect(textOf(gone, 'state')).toBe('▲ no answer: no route');
});

test('without clients and topics the tables say so', async () => {
  const document = await shown(telling({ ...status, clients: [], topics: [] }));
  const cells = [...document.querySelectorAll('td')].map(({ textContent }) => textContent);
  expect(cells).toEqual(['No client is connected.', 'No message came in.']);
});
