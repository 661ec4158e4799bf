/** Disposes of what it owns, the newest first: what an AsyncDisposableStack does, which Node 20 lacks. */
export interface Owner extends AsyncDisposable {
  own<T extends AsyncDisposable>(thing: T): T;
}

export function createOwner(): Owner {
  const owned: AsyncDisposable[] = [];

  /** A thing that fails to close does not keep those below it open. */
  async function dispose(): Promise<void> {
    const newest = owned.pop();
    if (newest === undefined) return;
    try {
      await newest[Symbol.asyncDispose]();
    } finally {
      await dispose();
    }
  }

  return {
    own(thing) {
      owned.push(thing);
      return thing;
    },
    [Symbol.asyncDispose]: dispose,
  };
}
