/** `late` is new too, but a later one of its topic came before it. */
export type Arrival = 'new' | 'late' | 'duplicate';

/** Which messages of one topic one receiver has seen. */
export interface SequenceTracker {
  accept(sequence: number): Arrival;
}

/**
 * A tracker that costs nothing while messages come in order; with the first gap it keeps one bit for each
 * message, so that a duplicate and a late arrival are told apart however far back they are.
 */
export function createSequenceTracker(): SequenceTracker {
  /** All below it were seen, unless `seen` says otherwise. */
  let next = 0;
  let seen: Uint32Array | undefined;

  function mark(sequence: number): void {
    const word = sequence >>> 5;
    if (seen === undefined || word >= seen.length) seen = grown(seen, word, next);
    seen[word] = (seen[word] as number) | (1 << (sequence & 31));
  }

  return {
    accept(sequence) {
      if (sequence === next) {
        next += 1;
        if (seen !== undefined) mark(sequence);
        return 'new';
      }
      if (sequence > next) {
        if (seen === undefined) seen = grown(undefined, sequence >>> 5, next);
        mark(sequence);
        next = sequence + 1;
        return 'new';
      }
      if (seen === undefined || ((seen[sequence >>> 5] as number) & (1 << (sequence & 31))) !== 0) {
        return 'duplicate';
      }
      mark(sequence);
      return 'late';
    },
  };
}

/** Longer bits; the first ones, made when a gap appears, say that all below `complete` were seen. */
function grown(before: Uint32Array | undefined, word: number, complete: number): Uint32Array {
  const bits = new Uint32Array(Math.max(64, (word + 1) * 2));
  if (before !== undefined) {
    bits.set(before);
    return bits;
  }
  bits.fill(0xffff_ffff, 0, complete >>> 5);
  if ((complete & 31) !== 0) bits[complete >>> 5] = 2 ** (complete & 31) - 1;
  return bits;
}
