/** The first of an order, however many there are: never holds more than twice of what is wanted. */
export function topOf<T>(all: Iterable<T>, most: number, order: (a: T, b: T) => number): readonly T[] {
  let kept: T[] = [];
  for (const one of all) {
    kept.push(one);
    if (kept.length >= most * 2) kept = kept.sort(order).slice(0, most);
  }
  return kept.sort(order).slice(0, most);
}
