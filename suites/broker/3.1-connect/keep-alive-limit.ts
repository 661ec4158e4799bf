import type { Connack } from '../../../src/packet/index.ts';
import { SetupFailed, type StepOptions } from '../../../src/peer/index.ts';

/** Short, and still longer than a busy machine keeps a client from speaking. */
export const shortKeepAlive = { keepAliveSeconds: 2 } as const;

const graceMs = 10_000;
const longestKeepAliveSeconds = 30;

/**
 * How long to wait for the end of a client that asked for {@link shortKeepAlive}: one and a half times the
 * Keep Alive that the server has settled on, and ten seconds of grace, since the text names no tolerance.
 *
 * @throws SetupFailed when the Server Keep Alive is longer than a case can wait
 */
export function keepAliveOf({ properties }: Connack): Required<Pick<StepOptions, 'withinMs'>> {
  const seconds = properties?.serverKeepAliveSeconds ?? shortKeepAlive.keepAliveSeconds;
  if (seconds > 0 && seconds <= longestKeepAliveSeconds) return { withinMs: seconds * 1500 + graceMs };
  throw new SetupFailed(
    `the server replaces a Keep Alive of ${shortKeepAlive.keepAliveSeconds} s by ${seconds} s; the case waits for up to ${longestKeepAliveSeconds} s`,
  );
}
