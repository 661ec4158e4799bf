import type { UserProperty } from '../../../src/packet/index.ts';
import type { Matcher } from '../../../src/peer/index.ts';

type Received = readonly UserProperty[] | undefined;

/** Each of the pairs, as often as it is listed, in any order. A server may add pairs of its own. */
export function withAll(pairs: readonly UserProperty[]): Matcher<Received> {
  return {
    matches(received) {
      const left = (received ?? []).map(keyOf);
      return pairs.every((pair) => {
        const index = left.indexOf(keyOf(pair));
        if (index >= 0) left.splice(index, 1);
        return index >= 0;
      });
    },
    text: `with all of ${JSON.stringify(pairs)}`,
  };
}

/** The pairs in this order. A server may add pairs of its own. */
export function withAllInOrder(pairs: readonly UserProperty[]): Matcher<Received> {
  return {
    matches(received) {
      let next = 0;
      for (const pair of received ?? []) {
        const wanted = pairs[next];
        if (wanted !== undefined && keyOf(pair) === keyOf(wanted)) next += 1;
      }
      return next === pairs.length;
    },
    text: `in the order ${JSON.stringify(pairs)}`,
  };
}

const keyOf = (pair: UserProperty): string => JSON.stringify(pair);
