import { expect, test } from 'vitest';
import { remainingExpirySeconds } from './message.ts';
import { sampleMessage } from './persistence/fixtures/sample-entries.ts';

test('a message never has more time left than it was given, even if the clock was set back since', () => {
  const message = sampleMessage({ messageExpiryIntervalSeconds: 0xffffffff, receivedAtMillis: 1_000_000 });
  expect(remainingExpirySeconds(message, 1_000_999)).toBe(0xffffffff);
  expect(remainingExpirySeconds(message, 1_001_000)).toBe(0xfffffffe);
  // The broker started again on a machine whose clock is behind.
  expect(remainingExpirySeconds(message, 0)).toBe(0xffffffff);
});
