import { expect, test } from 'vitest';
import { createFakeClock } from '../../src/transport/clock.ts';
import { createCounters } from '../metrics.ts';
import { createStatusReader, type StatusBroker } from './status.ts';

const client = {
  clientIdentifier: 'c',
  address: 'memory',
  protocolVersion: '5.0',
  connectedAtMillis: 0,
  messagesReceived: 0,
  messagesSent: 0,
  queuedMessages: 0,
} as const;

const gauges = {
  connections: 0,
  sessionsConnected: 0,
  sessionsStored: 0,
  subscriptions: 0,
  retainedMessages: 0,
  retainedBytes: 0,
  queuedMessages: 0,
  queuedBytes: 0,
} as const;

const noDelay = { p50Seconds: 0, p90Seconds: 0, p99Seconds: 0, maximumSeconds: 0 };

/** A broker that counts how often it was walked over, and lets the test send messages. */
function fakeBroker(clients: ReturnType<StatusBroker['clients']> = []) {
  const state = { walks: 0, onMessage: undefined as ((topicName: string) => void) | undefined };
  const broker: StatusBroker = {
    stats: { ...createCounters(), connections: 0, sessions: 0, subscriptions: 0, retainedMessages: 0 },
    health: { kind: 'serving' },
    gauges() {
      state.walks += 1;
      return gauges;
    },
    clients: () => clients,
    watchMessages(onMessage) {
      state.onMessage = onMessage;
      return {
        [Symbol.dispose]() {
          state.onMessage = undefined;
        },
      };
    },
  };
  const clock = createFakeClock();
  const reader = createStatusReader({ broker, clock, version: '1', loopDelay: () => noDelay });
  return { state, clock, reader };
}

test('topics are counted only while somebody looks', () => {
  const { state, clock, reader } = fakeBroker();
  expect(state.onMessage).toBeUndefined();
  reader.read();
  state.onMessage?.('a');
  clock.advance(5_000);
  expect(reader.read().topics).toEqual([{ topicName: 'a', messagesPerSecond: 0.2 }]);
  clock.advance(9_999);
  expect(state.onMessage).toBeDefined();
  clock.advance(1);
  expect(state.onMessage).toBeUndefined();
  expect(clock.pendingTimers()).toBe(0);
});

test('after disposal nothing is counted and no timer is left', () => {
  const { state, clock, reader } = fakeBroker();
  reader.read();
  reader[Symbol.dispose]();
  expect(state.onMessage).toBeUndefined();
  expect(clock.pendingTimers()).toBe(0);
});

test('many pages at once walk over the broker no more often than one', () => {
  const { state, clock, reader } = fakeBroker();
  for (let page = 0; page < 10; page += 1) reader.read();
  expect(state.walks).toBe(1);
  clock.advance(500);
  reader.read();
  expect(state.walks).toBe(2);
});

test('of many clients the 100 with most to do are told, queues first', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    ...client,
    clientIdentifier: `c${index}`,
    messagesSent: index,
    queuedMessages: index === 5 ? 1 : 0,
  }));
  const { clients } = fakeBroker(many).reader.read();
  expect(clients).toHaveLength(100);
  expect(clients[0]?.clientIdentifier).toBe('c5');
  expect(clients[1]?.clientIdentifier).toBe('c999');
  expect(clients.at(-1)?.clientIdentifier).toBe('c901');
});

test('long names are cut', () => {
  const long = 'x'.repeat(65_535);
  const { clients } = fakeBroker([{ ...client, clientIdentifier: long, userName: long }]).reader.read();
  expect(clients[0]?.clientIdentifier).toHaveLength(201);
  expect(clients[0]?.userName).toHaveLength(201);
});
