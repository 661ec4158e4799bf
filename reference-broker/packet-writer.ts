import type { Connect } from '../src/packet/connect.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { ownBytes } from './message.ts';
import type { Counters } from './metrics.ts';
import type { Flushable, Outbox } from './outbox.ts';
import type { Journal } from './persistence/journal.ts';
import { Pieces } from './pieces.ts';
import { encodeWithin } from './within-terms.ts';

/** What a client said in CONNECT about what it wants to receive. */
export interface ReceiverTerms {
  readonly protocolVersion: ProtocolVersion;
  /** Infinity: no limit. [5.0/U-3.1.2.11.4-1] */
  readonly maximumPacketSizeBytes: number;
  /** Request Problem Information. [5.0/U-3.1.2.11.7-2] */
  readonly wantsProblemInformation: boolean;
}

export function termsOf({ protocolVersion, properties }: Connect): ReceiverTerms {
  return {
    protocolVersion,
    maximumPacketSizeBytes: properties?.maximumPacketSizeBytes ?? Number.POSITIVE_INFINITY,
    wantsProblemInformation: properties?.requestProblemInformation !== 0,
  };
}

const beforeConnect: ReceiverTerms = {
  protocolVersion: '3.1.1',
  maximumPacketSizeBytes: Number.POSITIVE_INFINITY,
  wantsProblemInformation: true,
};

/** Whom a writer works for. */
export interface WriterOwner {
  /** Has a packet to wait for the disk? */
  promises(packet: Packet): boolean;
  /** Something was promised that cannot be written to disk at the moment. */
  promiseUnkept(): void;
  /** All that waited for the disk has left. */
  released(): void;
}

/** What all writers share. */
interface WriterCore {
  readonly outbox: Outbox;
  readonly counters: Counters;
  readonly durability: { readonly journal: Journal } | undefined;
}

/**
 * Packets on their way out of one Network Connection: they are gathered, and leave when the outbox says so.
 *
 * A class, as everything of which each connection has one: closures would be most of the memory of an idle client.
 */
export class PacketWriter implements Flushable {
  readonly #stream: ByteStream;
  readonly #owner: WriterOwner;
  readonly #outbox: Outbox;
  readonly #counters: Counters;
  /** Absent when nothing outlives the process. */
  readonly #journal: Journal | undefined;
  readonly #pieces = new Pieces();
  #terms = beforeConnect;
  /** What the stream held when it was last asked; less since then, never more. */
  #streamBytes = 0;
  /** What waits for the disk. */
  #heldBytes = 0;
  /** Which of the bytes that waited are not given up. */
  #held = 0;
  #promises = false;
  #owesConnack = false;

  constructor({ outbox, counters, durability }: WriterCore, stream: ByteStream, owner: WriterOwner) {
    this.#owner = owner;
    this.#journal = durability?.journal;
    this.#stream = stream;
    this.#outbox = outbox;
    this.#counters = counters;
  }

  /** The CONNECT is known: from now on packets fit what the client can take. */
  use(terms: ReceiverTerms): void {
    this.#terms = terms;
  }

  /** Bytes that the client did not take yet. */
  get bufferedBytes(): number {
    this.#streamBytes = this.#stream.bufferedBytes;
    return this.#streamBytes + this.#heldBytes + this.#pieces.bytes;
  }

  /** Does more wait for the client than this? Asked for each message, so the stream is asked only when it matters. */
  holdsMoreThan(bytes: number): boolean {
    return this.#streamBytes + this.#heldBytes + this.#pieces.bytes > bytes && this.bufferedBytes > bytes;
  }

  /** A packet that does not fit is not sent; of its diagnostics it is freed first. */
  send(packet: Packet): 'sent' | 'too-large' {
    const place = encodeWithin(packet, this.#terms);
    if (place === undefined) return 'too-large';
    if (this.#pieces.bytes === 0) this.#outbox.add(this);
    this.#pieces.addPlace(place);
    if (this.#journal !== undefined) this.#note(packet);
    return 'sent';
  }

  #note(packet: Packet): void {
    if (this.#owner.promises(packet)) this.#promises = true;
    if (packet.type === 'connack') this.#owesConnack = true;
  }

  /** A PUBLISH that is encoded already. */
  sendFrame(frame: Uint8Array): 'sent' | 'too-large' {
    // [5.0/MQTT-3.1.2-24]
    if (frame.length > this.#terms.maximumPacketSizeBytes) return 'too-large';
    if (this.#pieces.bytes === 0) this.#outbox.add(this);
    this.#pieces.add(frame);
    return 'sent';
  }

  /** The stream holds nothing any more. */
  drained(): void {
    this.#streamBytes = 0;
  }

  /** Writes what waits for the end of the turn. */
  flush(): void {
    const { bytes } = this.#pieces;
    if (bytes === 0) return;
    this.#counters.bytesSent += bytes;
    const pieces = this.#pieces.take();
    // What comes after a promise waits behind it. [5.0/MQTT-4.6.0-2] [3.1.1/MQTT-4.6.0-2]
    if (this.#journal === undefined || (!this.#promises && this.#heldBytes === 0)) return this.#write(pieces);
    this.#promises = false;
    if (this.#journal.health.kind === 'failing') return this.#owner.promiseUnkept();
    this.#heldBytes += bytes;
    const held = this.#held;
    this.#journal.whenCommitted(() => {
      if (held !== this.#held) return;
      this.#heldBytes -= bytes;
      this.#write(pieces);
      // A stream that took it within the call tells nobody that it drained.
      if (this.#heldBytes === 0) this.#owner.released();
    });
  }

  #write(pieces: readonly Uint8Array[]): void {
    this.#owesConnack = false;
    // Behind a slow reader they wait too, and a small one would hold the whole chunk that it came in.
    this.#stream.writeNow(this.#streamBytes === 0 ? pieces : pieces.map(ownBytes));
    this.#streamBytes = this.#stream.bufferedBytes;
  }

  /** Calls back when nothing waits for the disk any more. */
  whenReleased(callback: () => void): void {
    if (this.#journal === undefined || this.#heldBytes === 0) callback();
    else this.#journal.whenCommitted(callback);
  }

  /** Something that promises is not written yet. */
  get holdsPromises(): boolean {
    return this.#promises || this.#heldBytes > 0;
  }

  /** What is sent next waits for the disk, whatever it is. */
  waitForDisk(): void {
    this.#promises = true;
  }

  /** A CONNACK was sent, but it has not left. */
  get owesConnack(): boolean {
    return this.#owesConnack;
  }

  /** Drops what waits for the disk. */
  giveUpHeld(): void {
    this.#held += 1;
    this.#heldBytes = 0;
    this.#promises = false;
    this.#pieces.take();
  }
}
