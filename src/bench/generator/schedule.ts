import type { OpenLoad } from '../workload/load.ts';

/** When the messages of one topic fall due. */
export interface Schedule {
  /** Microseconds from the beginning of the measured phase, never decreasing; negative during warm-up. */
  next(): number;
}

/** Which part of the flow's load a schedule is. */
export interface Share {
  /** Topics of the flow, in all workers. */
  readonly topics: number;
  /** This one, from 0. */
  readonly topic: number;
  readonly warmupMicros: number;
  readonly measureMicros: number;
}

/**
 * The schedule of one topic: each topic carries an equal part of the load, and the topics take turns, so that
 * their sum is as even as the load asks for.
 */
export function scheduleOf(load: OpenLoad, share: Share): Schedule {
  switch (load.kind) {
    case 'constant':
      return atRate(() => load.ratePerSecond, share);
    case 'poisson':
      return poisson(load.ratePerSecond, load.seed, share);
    case 'ramp': {
      const rise = (load.toPerSecond - load.fromPerSecond) / share.measureMicros;
      return atRate((micros) => load.fromPerSecond + rise * Math.max(0, micros), share);
    }
    case 'burst':
      return bursts(load.messages, load.everySeconds * 1e6, share);
    case 'steps': {
      const { ratesPerSecond } = load;
      const stepMicros = share.measureMicros / ratesPerSecond.length;
      return atRate((micros) => {
        const step = Math.min(ratesPerSecond.length - 1, Math.max(0, Math.floor(micros / stepMicros)));
        return ratesPerSecond[step] as number;
      }, share);
    }
  }
}

/** Even distances, from a rate of the whole flow that may change with time. */
function atRate(ratePerSecond: (micros: number) => number, { topics, topic, warmupMicros }: Share): Schedule {
  const flowGap = (micros: number): number => 1e6 / ratePerSecond(micros);
  let due = -warmupMicros + topic * flowGap(-warmupMicros);
  return {
    next() {
      const now = due;
      due += topics * flowGap(now);
      return now;
    },
  };
}

/** Independent arrivals: the sum of the topics' is one again. */
function poisson(ratePerSecond: number, seed: number, { topics, topic, warmupMicros }: Share): Schedule {
  const meanGap = (topics * 1e6) / ratePerSecond;
  const random = randomNumbers(seed * 1_000_003 + topic);
  let due = -warmupMicros;
  return {
    next() {
      due -= meanGap * Math.log(1 - random());
      return due;
    },
  };
}

function bursts(messages: number, everyMicros: number, { topics, topic, warmupMicros }: Share): Schedule {
  const own = Math.floor(messages / topics) + (topic < messages % topics ? 1 : 0);
  // The first burst after the warm-up falls on the beginning of the measured phase.
  let due = -Math.floor(warmupMicros / everyMicros) * everyMicros;
  let left = own;
  return {
    next() {
      if (own === 0) return Number.POSITIVE_INFINITY;
      if (left === 0) {
        due += everyMicros;
        left = own;
      }
      left -= 1;
      return due;
    },
  };
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (xorshift). */
function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) ^ 0x9e37_79b9 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
