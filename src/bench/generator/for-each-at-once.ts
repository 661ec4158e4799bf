/**
 * Does something for each of many items, with so many under way at once.
 *
 * @param signal ends it: what is under way ends, the rest is not begun
 */
export async function forEachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  action: (item: T, index: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed && signal?.aborted !== true) {
      const index = next;
      next += 1;
      try {
        await action(items[index] as T, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}
