import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  messageHeaderBytes,
  mostTopics,
  readDelayMicros,
  readDueMicros,
  readSequence,
  readTopic,
  writeSequence,
  writeTimes,
  writeTopic,
} from './message-header.ts';

const header = fc.record({
  topic: fc.nat(mostTopics - 1),
  sequence: fc.nat(0xffff_ffff),
  // 48 bits of microseconds: a machine that runs for nine years.
  due: fc.maxSafeNat().map((number) => number % 2 ** 48),
  delay: fc.nat(0xffff_ffff),
  offset: fc.nat(100),
});

test('what is written is read, wherever in the memory it lies', () => {
  fc.assert(
    fc.property(header, ({ topic, sequence, due, delay, offset }) => {
      const bytes = new Uint8Array(offset + messageHeaderBytes + 20).fill(0xee);
      const view = new DataView(bytes.buffer);
      writeTopic(view, offset, topic);
      writeSequence(view, offset, sequence);
      writeTimes(view, offset, due, delay);
      expect(readTopic(view, offset)).toBe(topic);
      expect(readSequence(view, offset)).toBe(sequence);
      expect(readDueMicros(view, offset)).toBe(due);
      expect(readDelayMicros(view, offset)).toBe(delay);
      // Not a byte beside it.
      expect(bytes.subarray(0, offset).every((byte) => byte === 0xee)).toBe(true);
      expect(bytes.subarray(offset + messageHeaderBytes).every((byte) => byte === 0xee)).toBe(true);
    }),
  );
});

test.each([0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33 + 5, 3 * 10 ** 12, 2 ** 48 - 1])(
  'a time of %i us is kept to the microsecond',
  (due) => {
    const view = new DataView(new ArrayBuffer(messageHeaderBytes));
    writeTimes(view, 0, due, 0);
    expect(readDueMicros(view, 0)).toBe(due);
  },
);

test('a delay is cut to whole microseconds', () => {
  const view = new DataView(new ArrayBuffer(messageHeaderBytes));
  writeTimes(view, 0, 5, 1234.9);
  expect(readDelayMicros(view, 0)).toBe(1234);
});
