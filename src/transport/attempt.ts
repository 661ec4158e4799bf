import type { Socket } from 'node:net';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { Endpoint } from './endpoint.ts';
import { parseEndpoint } from './endpoint.ts';
import { DialError } from './errors.ts';

/** The bounds of a dial. */
export interface DeadlineOptions {
  /** For the whole dial: name look-up, connect, TLS and WebSocket handshakes. Default 10 seconds. */
  readonly timeoutMs?: number;
  /** Measures the deadline; the clock of the machine by default. */
  readonly clock?: Clock;
}

/** One dial under way: the steps share its endpoint and its deadline. */
export interface Attempt {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
}

const defaultTimeoutMs = 10_000;

/**
 * One step of a dial on one socket: settles once, and destroys the socket unless it succeeds.
 *
 * `start` may settle late or not at all; the deadline settles it then.
 */
export const step = <T>(
  { signal }: Attempt,
  raw: Socket,
  start: (succeed: (value: T) => void, fail: (error: DialError) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    let settled = false;
    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      signal.removeEventListener('abort', abort);
      return true;
    };
    const fail = (error: unknown): void => {
      if (!settle()) return;
      raw.destroy();
      reject(error);
    };
    const abort = (): void => fail(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    start((value) => {
      if (settle()) resolve(value);
    }, fail);
  });

/** Parses the URL, runs the dial under its deadline, and leaves no timer behind. */
export const withDeadline = async <T>(
  url: URL | string,
  options: DeadlineOptions,
  run: (attempt: Attempt) => Promise<T>,
): Promise<T> => {
  const parsed = parseEndpoint(url);
  if (parsed.kind === 'unsupported') throw new DialError('unsupported-url', parsed.url, parsed.reason);
  const { endpoint } = parsed;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const controller = new AbortController();
  using _deadline = (options.clock ?? systemClock).setTimer(timeoutMs, () => {
    const reason = `nothing usable answered within ${timeoutMs} ms; check the address, or allow more time`;
    controller.abort(new DialError('timed-out', endpoint.url, reason));
  });
  return await run({ endpoint, signal: controller.signal });
};
