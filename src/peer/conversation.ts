import {
  createDecoder,
  type Decoded,
  type DecodedViolation,
  encode,
  encodeWith,
  type Overrides,
  type Packet,
  type Violation,
} from '../packet/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { ByteStream, StreamEnd } from '../transport/index.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { type Breach, invariantsFor } from './invariants/index.ts';
import type { Transcript } from './transcript.ts';

export interface ConversationOptions {
  readonly name: string;
  readonly mqtt: ProtocolVersion;
  /** A version whose packets are no breach either: an answer may come in it. */
  readonly alsoReads?: ProtocolVersion;
  readonly transcript: Transcript;
  /** Told of each rule that a received packet breaks. */
  readonly onBreach: (breach: Breach) => void;
  /** Sees each received packet before it is put into the inbox; it acknowledges where the peer should. */
  readonly onPacket: (packet: Packet) => void;
}

/** One Network Connection: packets out, packets in, everything recorded and held against the invariants. */
export interface Conversation {
  readonly inbox: Inbox;
  /** The probes of `CaseContext.settle`, apart from what the case is about. */
  readonly probes: Inbox;
  readonly stream: ByteStream;
  /** All bytes sent so far, for a replay; cut at 4 KiB. */
  readonly sentBytes: readonly Uint8Array[];
  send(packet: Packet): void;
  sendWith<P extends Packet>(packet: P, overrides: Overrides<P>): void;
  sendBytes(bytes: Uint8Array, text: string): void;
}

const unreadPacketsLimit = 20_000;
const replayLimitBytes = 4096;

/** Starts the conversation on a stream that was just opened. */
export function converse(stream: ByteStream, options: ConversationOptions): Conversation {
  const { name, mqtt, transcript, onBreach, onPacket } = options;
  const inbox = createInbox();
  const probes = createInbox();
  const invariants = invariantsFor(mqtt);
  const decoder = createDecoder({ receiver: 'client', version: mqtt });
  const sentBytes: Uint8Array[] = [];
  let sentForReplayBytes = 0;

  function write(bytes: Uint8Array): void {
    if (sentForReplayBytes + bytes.length <= replayLimitBytes) sentBytes.push(bytes);
    sentForReplayBytes += bytes.length;
    stream.write(bytes);
  }

  function receive(first: Decoded): void {
    const decoded = first.kind === 'violation' ? inOtherVersion(first) : first;
    if (decoded.kind === 'violation') {
      const { violation } = decoded;
      transcript.bytes(name, 'received', decoded.bytes, `malformed: ${violation.detail} (${violation.code})`);
      if (isUnstated(violation)) return;
      onBreach({
        statements: [violation.statement],
        allowed: 'a well-formed packet',
        actual: `${violation.detail} (${violation.code})`,
      });
      return;
    }
    const { packet, bytes } = decoded;
    transcript.packet(name, 'received', packet, bytes);
    for (const invariant of invariants) {
      const breach = invariant.received(packet, bytes);
      if (breach !== undefined) onBreach(breach);
    }
    (isProbe(packet) ? probes : inbox).put(packet);
    onPacket(packet);
  }

  function inOtherVersion(judged: DecodedViolation): Decoded {
    if (options.alsoReads === undefined) return judged;
    const other = createDecoder({ receiver: 'client', version: options.alsoReads });
    other.push(judged.bytes);
    const again = other.next();
    return again?.kind === 'packet' ? again : judged;
  }

  stream.onData((chunk) => {
    decoder.push(chunk);
    for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) receive(decoded);
    if (inbox.waiting.length > unreadPacketsLimit) {
      transcript.event(
        name,
        `more than ${unreadPacketsLimit} packets that nobody asked for: cut by mqtt-assay`,
      );
      stream.reset();
    }
  });
  stream.onEnd((end) => {
    transcript.event(name, showEnd(end));
    inbox.finish(end);
    probes.finish(end);
  });

  return {
    inbox,
    probes,
    stream,
    sentBytes,
    send(packet) {
      const bytes = encode(packet, mqtt);
      for (const invariant of invariants) invariant.sent?.(packet);
      transcript.packet(name, 'sent', packet, bytes);
      write(bytes);
    },
    sendWith(packet, overrides) {
      const bytes = encodeWith(packet, mqtt, overrides);
      for (const invariant of invariants) invariant.sentMalformed?.();
      transcript.bytes(name, 'sent', bytes, `${packet.type.toUpperCase()} with overridden fields`);
      write(bytes);
    },
    sendBytes(bytes, text) {
      for (const invariant of invariants) invariant.sentMalformed?.();
      transcript.bytes(name, 'sent', bytes, text);
      write(bytes);
    },
  };
}

/** How the payload of a probe begins. */
export const probePayload = 'assay probe ';

function isProbe(packet: Packet): boolean {
  if (packet.type !== 'publish') return false;
  return Buffer.from(packet.payload.subarray(0, probePayload.length)).toString('latin1') === probePayload;
}

/**
 * The strict codec refuses every property that stands twice. Of Payload Format Indicator and Message Expiry
 * Interval in PUBLISH no sentence of the standard says so: no server is blamed for that.
 */
function isUnstated({ code, statement }: Violation): boolean {
  return code === 'property-repeated' && statement === '5.0/U-2.2.2.2-1';
}

/** How a connection ended, in words. */
export function showEnd(end: StreamEnd): string {
  switch (end.kind) {
    case 'fin':
      return 'closed by the server (FIN)';
    case 'reset':
      return 'cut by the server (RST)';
    case 'local':
      return 'closed by the peer';
    case 'failed':
      return `transport failed: ${end.message}`;
  }
}
