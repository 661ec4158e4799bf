import type { Connack } from '../../../src/packet/index.ts';
import { SetupFailed, type StepOptions } from '../../../src/peer/index.ts';

/** The shortest Keep Alive that is not off. */
export const keepAliveOneSecond = { keepAliveSeconds: 1 } as const;

const graceMs = 10_000;
const longestKeepAliveSeconds = 30;

/**
 * How long to wait for the end of a client that asked for {@link keepAliveOneSecond}: one and a half times the
 * Keep Alive that the server has settled on, and ten seconds of grace, since the text names no tolerance.
 *
 * @throws SetupFailed when the Server Keep Alive is longer than a case can wait
 */
export function keepAliveOf({ properties }: Connack): Required<Pick<StepOptions, 'withinMs'>> {
  const seconds = properties?.serverKeepAliveSeconds ?? keepAliveOneSecond.keepAliveSeconds;
  if (seconds > 0 && seconds <= longestKeepAliveSeconds) return { withinMs: seconds * 1500 + graceMs };
  throw new SetupFailed(
    `the server replaces a Keep Alive of 1 s by ${seconds} s; the case waits for up to ${longestKeepAliveSeconds} s`,
  );
}
