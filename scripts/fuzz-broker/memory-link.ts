import { type BrokerOptions, createBroker } from '../../reference-broker/index.ts';
import { createFakeClock } from '../../src/transport/clock.ts';
import { memoryPair } from '../../src/transport/memory.ts';
import type { Link } from './campaign.ts';

/** So much time passes in a round: Sessions expire, and no Keep Alive runs out. */
const roundMillis = 20;

export interface MemoryLink extends Link, AsyncDisposable {}

/** A broker in this process, its time moved by hand, so that a seed gives the same run each time. */
export function createMemoryLink(options: BrokerOptions): MemoryLink {
  const clock = createFakeClock(1_000_000);
  let fault: string | undefined;
  const note = (error: unknown): void => {
    fault ??= error instanceof Error ? placeOf(error) : String(error);
  };
  const broker = createBroker({ ...options, clock, onError: note });
  process.on('unhandledRejection', note);

  return {
    open() {
      const [near, far] = memoryPair();
      broker.accept(far);
      return near;
    },
    connections: () => broker.stats.connections,
    tick: () => clock.advance(roundMillis),
    fault: () => fault,
    async [Symbol.asyncDispose]() {
      process.off('unhandledRejection', note);
      await broker[Symbol.asyncDispose]();
    },
  };
}

/** What was thrown, and where. */
function placeOf({ stack = '' }: Error): string {
  return stack.split('\n', 2).join(' ');
}
