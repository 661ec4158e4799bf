import type { Connect } from '../src/packet/connect.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import type { Counters } from './metrics.ts';
import type { Flushable, Outbox } from './outbox.ts';
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

/** What all writers share. */
interface WriterCore {
  readonly outbox: Outbox;
  readonly counters: Counters;
}

/**
 * Packets on their way out of one Network Connection: they are gathered, and leave when the outbox says so.
 *
 * A class, as everything of which each connection has one: closures would be most of the memory of an idle client.
 */
export class PacketWriter implements Flushable {
  readonly #stream: ByteStream;
  readonly #outbox: Outbox;
  readonly #counters: Counters;
  readonly #pieces = new Pieces();
  #terms = beforeConnect;
  /** What the stream held when it was last asked; less since then, never more. */
  #streamBytes = 0;

  constructor({ outbox, counters }: WriterCore, stream: ByteStream) {
    this.#stream = stream;
    this.#outbox = outbox;
    this.#counters = counters;
  }

  get terms(): ReceiverTerms {
    return this.#terms;
  }

  /** The CONNECT is known: from now on packets fit what the client can take. */
  use(terms: ReceiverTerms): void {
    this.#terms = terms;
  }

  /** Bytes that the client did not take yet. */
  get bufferedBytes(): number {
    this.#streamBytes = this.#stream.bufferedBytes;
    return this.#streamBytes + this.#pieces.bytes;
  }

  /** Does more wait for the client than this? Asked for each message, so the stream is asked only when it matters. */
  holdsMoreThan(bytes: number): boolean {
    return this.#streamBytes + this.#pieces.bytes > bytes && this.bufferedBytes > bytes;
  }

  /** A packet that does not fit is not sent; of its diagnostics it is freed first. */
  send(packet: Packet): 'sent' | 'too-large' {
    const place = encodeWithin(packet, this.#terms);
    if (place === undefined) return 'too-large';
    if (this.#pieces.bytes === 0) this.#outbox.add(this);
    this.#pieces.addPlace(place);
    return 'sent';
  }

  /** A PUBLISH that is encoded already, in one or two pieces. */
  sendFrame(frame: Uint8Array, payload?: Uint8Array): 'sent' | 'too-large' {
    const bytes = frame.length + (payload?.length ?? 0);
    // [5.0/MQTT-3.1.2-24]
    if (bytes > this.#terms.maximumPacketSizeBytes) return 'too-large';
    this.#add(frame);
    if (payload !== undefined) this.#add(payload);
    return 'sent';
  }

  #add(bytes: Uint8Array): void {
    if (this.#pieces.bytes === 0) this.#outbox.add(this);
    this.#pieces.add(bytes);
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
    this.#stream.writeNow(this.#pieces.take());
    this.#streamBytes = this.#stream.bufferedBytes;
  }
}
