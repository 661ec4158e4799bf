/**
 * Does something for each of many items, with so many under way at once. Nothing of it outlives the call: after a
 * failure the rest is not begun, and what is under way comes to its end.
 *
 * @param signal ends it as a failure does, without an error
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
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  for (const outcome of lanes) if (outcome.status === 'rejected') throw outcome.reason;
}
