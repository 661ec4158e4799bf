import { describe, hex, type Packet } from '../packet/index.ts';

/** One packet or event of a conversation, as reports show it. */
export interface TranscriptEntry {
  readonly atMs: number;
  readonly peer: string;
  readonly direction: 'sent' | 'received' | 'event';
  readonly text: string;
  readonly hex?: string;
  readonly bytes?: number;
}

/** Collects the conversation of one case, of all its connections, in the order of time. */
export interface Transcript {
  readonly entries: readonly TranscriptEntry[];
  packet(peer: string, direction: 'sent' | 'received', packet: Packet, bytes: Uint8Array): void;
  bytes(peer: string, direction: 'sent' | 'received', bytes: Uint8Array, text: string): void;
  event(peer: string, text: string): void;
}

const hexLimitBytes = 96;
const entryLimit = 400;

/**
 * A transcript that stays small: after 400 entries it only counts, since a server that floods must not fill memory.
 *
 * @param nowMs a monotonic clock in milliseconds
 */
export function createTranscript(nowMs: () => number): Transcript {
  const startMs = nowMs();
  const entries: TranscriptEntry[] = [];

  function add(entry: Omit<TranscriptEntry, 'atMs'>): void {
    if (entries.length > entryLimit) return;
    const atMs = Math.round((nowMs() - startMs) * 10) / 10;
    if (entries.length === entryLimit) {
      entries.push({ atMs, peer: entry.peer, direction: 'event', text: 'the transcript is cut here' });
      return;
    }
    entries.push({ atMs, ...entry });
  }

  return {
    entries,
    packet: (peer, direction, packet, bytes) =>
      add({ peer, direction, text: describe(packet), hex: hex(bytes, hexLimitBytes), bytes: bytes.length }),
    bytes: (peer, direction, bytes, text) =>
      add({ peer, direction, text, hex: hex(bytes, hexLimitBytes), bytes: bytes.length }),
    event: (peer, text) => add({ peer, direction: 'event', text }),
  };
}
