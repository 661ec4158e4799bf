/** Those who wait for a commit, in the order in which they asked: of the commit under way, and of the one after it. */
export interface CommitWaiters {
  /** Waits for the next commit, the one that is not under way yet. */
  forNext(callback: () => void): void;
  /** Waits for the commit under way, unless an earlier one waits for the next: nobody is overtaken. */
  forRunning(callback: () => void): void;
  /** Waits for nothing: called at once, after those who are being called at the moment. */
  now(callback: () => void): void;
  readonly isAnyoneForNext: boolean;
  /** The next commit begins. */
  begin(): void;
  /** The commit under way failed: its waiters wait for the next. */
  postpone(): void;
  releaseRunning(): void;
  releaseNext(): void;
}

export function createCommitWaiters(): CommitWaiters {
  let next: (() => void)[] = [];
  let running: (() => void)[] = [];
  /** Callbacks that are being called, so that one asked for meanwhile takes its turn. */
  let releasing: (() => void)[] | undefined;

  function release(callbacks: (() => void)[]): void {
    if (callbacks.length === 0) return;
    if (releasing !== undefined) {
      for (const callback of callbacks) releasing.push(callback);
      return;
    }
    releasing = callbacks;
    try {
      // The list may grow while it is walked.
      for (const callback of callbacks) callback();
    } finally {
      releasing = undefined;
    }
  }

  return {
    forNext: (callback) => void next.push(callback),
    forRunning: (callback) => void (next.length > 0 ? next : running).push(callback),
    now(callback) {
      if (releasing === undefined) callback();
      else releasing.push(callback);
    },
    get isAnyoneForNext() {
      return next.length > 0;
    },
    begin() {
      running = next;
      next = [];
    },
    postpone() {
      next = running.concat(next);
      running = [];
    },
    releaseRunning() {
      const released = running;
      running = [];
      release(released);
    },
    releaseNext() {
      const released = next;
      next = [];
      release(released);
    },
  };
}
