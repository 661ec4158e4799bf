import type { Overrides, Packet } from '../packet/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { ByteStream } from '../transport/index.ts';
import { acknowledgementFor } from './acknowledge.ts';
import { type Conversation, converse } from './conversation.ts';
import { createExpectations, type Expectations } from './expectations.ts';
import type { Breach } from './invariants/index.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import type { Transcript } from './transcript.ts';

export interface PeerOptions {
  /** Its name in the transcript. */
  readonly name: string;
  readonly mqtt: ProtocolVersion;
  readonly clientIdentifier: string;
  readonly credentials?: { readonly userName: string; readonly password?: string };
  readonly deadlineMs: number;
  readonly transcript: Transcript;
  readonly onBreach: (breach: Breach) => void;
  /** A version whose packets are no breach either: what answers an unknown version may come in any. */
  readonly alsoReads?: ProtocolVersion;
  /** `auto` (the default) acknowledges what arrives at QoS 1 and 2; `manual` leaves it to the case. */
  readonly acknowledge?: 'auto' | 'manual';
}

/**
 * The scripted peer of a case: one Network Connection to the server, driven line by line.
 *
 * Its set-up verbs throw SetupFailed, its `expect...` verbs throw ExpectationFailed, and `send`, `sendWith`
 * and `sendBytes` only write.
 */
export interface Peer extends SetUp, Expectations, AsyncDisposable {
  readonly name: string;
  readonly mqtt: ProtocolVersion;
  readonly clientIdentifier: string;
  /** Packets that arrived and were not asked for. */
  readonly unread: readonly Packet[];
  /** The first bytes sent, for a replay line. */
  readonly sentBytes: readonly Uint8Array[];
  /** Sends a valid packet. */
  send(packet: Packet): void;
  /** Sends a packet with fields replaced by what no valid packet has. */
  sendWith<P extends Packet>(packet: P, overrides: Overrides<P>): void;
  /** Sends bytes as they are; `hex` may hold blanks. */
  sendBytes(bytes: Uint8Array | string, text?: string): void;
  /** Ends our side in an orderly way (FIN) without DISCONNECT. */
  close(): void;
}

/** Puts a peer on a stream that was just opened. */
export function createPeer(stream: ByteStream, options: PeerOptions): Peer {
  const { name, mqtt, clientIdentifier, deadlineMs, credentials } = options;
  const conversation: Conversation = converse(stream, {
    name,
    mqtt,
    ...(options.alsoReads === undefined ? {} : { alsoReads: options.alsoReads }),
    transcript: options.transcript,
    onBreach: options.onBreach,
    onPacket(packet) {
      if (options.acknowledge === 'manual') return;
      const acknowledgement = acknowledgementFor(packet);
      if (acknowledgement !== undefined) conversation.send(acknowledgement);
    },
  });

  return {
    name,
    mqtt,
    clientIdentifier,
    unread: conversation.inbox.waiting,
    sentBytes: conversation.sentBytes,
    ...createSetUp(conversation, {
      mqtt,
      clientIdentifier,
      deadlineMs,
      ...(credentials === undefined ? {} : { credentials }),
    }),
    ...createExpectations(conversation, deadlineMs),
    send: (packet) => conversation.send(packet),
    sendWith: (packet, overrides) => conversation.sendWith(packet, overrides),
    sendBytes: (bytes, text = 'raw bytes') =>
      conversation.sendBytes(
        typeof bytes === 'string' ? Buffer.from(bytes.replaceAll(/\s/g, ''), 'hex') : bytes,
        text,
      ),
    close: () => stream.close(),
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}
