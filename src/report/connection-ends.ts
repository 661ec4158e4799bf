import type { TranscriptEntry } from '../conformance/result.ts';

/** How one connection of a case ended. */
export interface ConnectionEnd {
  readonly peer: string;
  /** `closed by the server (FIN)`, or that nobody had closed it. */
  readonly how: string;
}

const tellsOfAnEnd = /\b(?:closed|cut by|reset|failed|ended)\b/i;

/** The peer hangs up when its case is over: what matters is that the target had not. */
const closedByUs = 'closed by the peer';
const openUntilThen = 'open until the peer closed it';

/** How each connection ended, as far as the transcript saw it, in the order in which they appear. */
export function connectionEnds(entries: readonly TranscriptEntry[]): readonly ConnectionEnd[] {
  const ends = new Map<string, string>();
  for (const { peer, direction, text } of entries) {
    const how = direction === 'event' && tellsOfAnEnd.test(text) ? text : undefined;
    ends.set(peer, how ?? ends.get(peer) ?? 'still open when the case ended');
  }
  return [...ends].map(([peer, how]) => ({ peer, how: how === closedByUs ? openUntilThen : how }));
}
