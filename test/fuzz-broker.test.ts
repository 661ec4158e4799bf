import { expect, test } from 'vitest';
import { fuzzInMemory } from '../scripts/fuzz-broker/fuzz.ts';
import { createMemoryLink } from '../scripts/fuzz-broker/memory-link.ts';
import { shrink } from '../scripts/fuzz-broker/shrink.ts';
import { brokerOptionsOf, narrowTerms } from '../scripts/fuzz-broker/terms.ts';

const quiet = (): void => undefined;

test('20 000 frames: the broker takes each as the codec and the Session say', async () => {
  const { failure, frames, violations } = await fuzzInMemory({ seed: 1, frames: 20_000, onProgress: quiet });
  expect(failure).toBeUndefined();
  expect(frames).toBeGreaterThanOrEqual(20_000);
  // About a tenth: fewer, and the attack has lost its teeth.
  expect(violations).toBeGreaterThan(1_000);
});

test('an oracle that believes in another Receive Maximum finds the difference, and shrinks it', async () => {
  const believed = { ...narrowTerms, receiveMaximum: narrowTerms.receiveMaximum - 1 };
  const { failure } = await fuzzInMemory({ seed: 1, frames: 20_000, believed, onProgress: quiet });
  expect(failure?.detail).toContain('disconnect 0x93');
  const open = () => createMemoryLink(brokerOptionsOf(narrowTerms));
  const shrunk = await shrink({ terms: believed, open }, failure?.sent ?? []);
  // CONNECT, and one PUBLISH more than it allows.
  expect(shrunk?.frames).toHaveLength(1 + narrowTerms.receiveMaximum);
});
