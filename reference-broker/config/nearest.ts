/** Counts the pairs of neighbouring letters, without regard to capitals. */
const pairsOf = (word: string): Map<string, number> => {
  const letters = word.toLowerCase();
  const pairs = new Map<string, number>();
  for (let index = 0; index < letters.length - 1; index += 1) {
    const pair = letters.slice(index, index + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
};

/** The share of pairs that two words have in common, from 0 to 1. */
const likeness = (one: string, other: string): number => {
  const others = pairsOf(other);
  let common = 0;
  for (const [pair, count] of pairsOf(one)) common += Math.min(count, others.get(pair) ?? 0);
  return (2 * common) / Math.max(1, one.length + other.length - 2);
};

const leastLikeness = 0.3;

/** The candidate that the word was probably meant to be; undefined when none is like it. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  candidates
    .map((candidate) => ({ candidate, like: likeness(word, candidate) }))
    .filter(({ like }) => like >= leastLikeness)
    .sort((a, b) => b.like - a.like)[0]?.candidate;
