import { expect, test } from 'vitest';
import { fuzzInMemory } from '../scripts/fuzz-broker/fuzz.ts';
import { createMemoryLink } from '../scripts/fuzz-broker/memory-link.ts';
import { shrink } from '../scripts/fuzz-broker/shrink.ts';
import { brokerOptionsOf, narrowTerms } from '../scripts/fuzz-broker/terms.ts';

const quiet = (): void => undefined;
const timeoutMs = 120_000;

/** What a broker under attack says last; when one of them is missing, the attack has lost its teeth. */
const expectedEndings = [
  'connack 0x01',
  'connack 0x81',
  'connack 0x82',
  'connack 0x8c',
  'disconnect 0x81',
  'disconnect 0x82',
  'disconnect 0x93',
  'disconnect 0x94',
  'disconnect 0x95',
];

test(
  '20 000 frames: the broker takes each as the codec and the Session say',
  async () => {
    const result = await fuzzInMemory({ seed: 1, frames: 20_000, onProgress: quiet });
    expect(result.failure).toBeUndefined();
    expect(result.frames).toBeGreaterThanOrEqual(20_000);
    expect([...result.endings.keys()]).toEqual(expect.arrayContaining(expectedEndings));
  },
  timeoutMs,
);

test(
  'an oracle that believes in another Receive Maximum finds the difference, and shrinks it',
  async () => {
    const believed = { ...narrowTerms, receiveMaximum: narrowTerms.receiveMaximum - 1 };
    const { failure } = await fuzzInMemory({ seed: 1, frames: 20_000, believed, onProgress: quiet });
    expect(failure?.detail).toContain('disconnect 0x93');
    const open = () => createMemoryLink(brokerOptionsOf(narrowTerms));
    const shrunk = await shrink({ terms: believed, patienceMillis: 20, open }, failure?.sent ?? []);
    // CONNECT, and one PUBLISH more than it allows.
    expect(shrunk?.frames).toHaveLength(1 + narrowTerms.receiveMaximum);
  },
  timeoutMs,
);
