import { setTimeout as delay } from 'node:timers/promises';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import { dialOptionsOf } from './dial-options.ts';
import type { ServerExit, TargetFacts } from './facts.ts';
import type { Door } from './probe/contact.ts';
import { meet } from './probe/contact.ts';
import { greeting } from './probe/greeting.ts';
import { TargetError } from './target-error.ts';

/** Whether a server that was just started can be used. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'exited'; readonly exit: ServerExit }
  /** The deadline passed; `last` is what the last attempt ran into. */
  | { readonly kind: 'late'; readonly last: string };

export interface ReadyOptions {
  readonly exited: Promise<ServerExit>;
  readonly timeoutSeconds: number;
  /** Whether a server that answers a CONNECT is also done with its start; it is when absent. */
  hasStarted?(): boolean;
}

const pauseMs = 30;
const attemptTimeoutMs = 2_000;
/** Some servers listen before they know their users: a refusal counts only when it stays. */
const refusalGraceMs = 2_000;

/** Tries to connect until CONNACK comes, the process ends, or the time is up. */
export const untilReady = async (facts: TargetFacts, options: ReadyOptions): Promise<Readiness> => {
  const stop = new AbortController();
  const exit = options.exited.then((ended): Readiness => ({ kind: 'exited', exit: ended }));
  try {
    return await Promise.race([exit, poll(facts, options, stop.signal)]);
  } finally {
    stop.abort();
  }
};

const poll = async (
  facts: TargetFacts,
  { timeoutSeconds, hasStarted = () => true }: ReadyOptions,
  signal: AbortSignal,
): Promise<Readiness> => {
  const timeoutMs = timeoutSeconds * 1_000;
  const startMs = performance.now();
  const door = await doorOf(facts);
  const versions = facts.versions ?? protocolVersions;
  let refusedSinceMs: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await tryOnce(door, versions[attempt % versions.length] ?? '3.1.1');
    const outcome =
      answer === 'answered' && !hasStarted() ? 'it answers before its start is complete' : answer;
    const nowMs = performance.now();
    if (outcome === 'answered') return { kind: 'ready' };
    if (outcome === 'refused') refusedSinceMs ??= nowMs;
    if (refusedSinceMs !== undefined && nowMs - refusedSinceMs > refusalGraceMs) return { kind: 'ready' };
    if (signal.aborted || nowMs - startMs > timeoutMs) return { kind: 'late', last: outcome };
    await delay(pauseMs);
  }
};

const doorOf = async (facts: TargetFacts): Promise<Door> => ({
  url: facts.url,
  dial: await dialOptionsOf(facts),
  timeoutMs: attemptTimeoutMs,
  ...(facts.credentials && { credentials: facts.credentials }),
});

/** `answered`, `refused`, or what stood in the way. */
const tryOnce = async (door: Door, version: ProtocolVersion): Promise<string> => {
  try {
    await using meeting = await meet(door, greeting(version));
    const { contact, link } = meeting;
    switch (contact.kind) {
      case 'accepted':
        link.leave({ type: 'disconnect', reasonCode: 0 });
        return 'answered';
      case 'malformed':
      case 'foreign':
      case 'flooded':
      case 'unsupported':
        return 'answered';
      case 'refused':
        return 'refused';
      case 'closed':
        return 'it closes the connection without a CONNACK';
      case 'silent':
        return 'it accepts the connection and does not answer';
    }
  } catch (error) {
    if (error instanceof TargetError) return error.message.replace(/\.$/, '');
    throw error;
  }
};
