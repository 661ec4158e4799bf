import { expect, test } from 'vitest';
import { createFakeClock } from '../src/transport/clock.ts';
import { createTopicRates } from './topic-rates.ts';

function ratesOnFakeClock() {
  const clock = createFakeClock();
  return { clock, rates: createTopicRates(() => clock.nowMs()) };
}

test('rates are messages a second over the last window', () => {
  const { clock, rates } = ratesOnFakeClock();
  for (let sent = 0; sent < 50; sent += 1) rates.count('busy');
  rates.count('quiet');
  clock.advance(5_000);
  expect(rates.busiest(10)).toEqual([
    { topicName: 'busy', messagesPerSecond: 10 },
    { topicName: 'quiet', messagesPerSecond: 0.2 },
  ]);
});

test('within a window the rates of the one before stand', () => {
  const { clock, rates } = ratesOnFakeClock();
  rates.count('before');
  clock.advance(5_000);
  rates.busiest(10);
  rates.count('now');
  clock.advance(4_999);
  expect(rates.busiest(10).map(({ topicName }) => topicName)).toEqual(['before']);
  clock.advance(1);
  expect(rates.busiest(10).map(({ topicName }) => topicName)).toEqual(['now']);
});

test('the first window tells what it has so far', () => {
  const { clock, rates } = ratesOnFakeClock();
  for (let sent = 0; sent < 4; sent += 1) rates.count('a');
  clock.advance(2_000);
  expect(rates.busiest(10)).toEqual([{ topicName: 'a', messagesPerSecond: 2 }]);
});

test('a busy topic is found among any number of others, in bounded memory', () => {
  const { clock, rates } = ratesOnFakeClock();
  for (let other = 0; other < 100_000; other += 1) {
    rates.count(`other/${other}`);
    if (other % 10 === 0) rates.count('busy');
  }
  clock.advance(5_000);
  const busiest = rates.busiest(10_000);
  expect(busiest.length).toBeLessThanOrEqual(512);
  expect(busiest[0]?.topicName).toBe('busy');
  // 10 000 messages in 5 s, too low by at most 110 000 / 256 of them.
  expect(busiest[0]?.messagesPerSecond).toBeGreaterThan((10_000 - 110_000 / 256) / 5);
  expect(busiest[0]?.messagesPerSecond).toBeLessThanOrEqual(2_000);
});

test('long topics share one entry', () => {
  const { clock, rates } = ratesOnFakeClock();
  rates.count(`${'x'.repeat(1_024)}1`);
  rates.count(`${'x'.repeat(1_024)}2`);
  clock.advance(5_000);
  expect(rates.busiest(10)).toEqual([
    { topicName: '(topics longer than 1024 characters)', messagesPerSecond: 0.4 },
  ]);
});

test('no more topics than were asked for', () => {
  const { clock, rates } = ratesOnFakeClock();
  for (const topic of ['a', 'b', 'b', 'c']) rates.count(topic);
  clock.advance(5_000);
  expect(rates.busiest(1).map(({ topicName }) => topicName)).toEqual(['b']);
});
