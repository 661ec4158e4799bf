/** A signal that is aborted after a time, and a timer that lives no longer than this. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/** Not AbortSignal.timeout: one that only a combined signal refers to may be collected as garbage before it fires. */
export function deadlineAfter(seconds: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}
