import type { EncodedPlace } from '../src/packet/writer.ts';

/** Below this it is cheaper to copy a piece than to hand it over by itself. */
const smallPieceBytes = 2048;

const none: readonly Uint8Array[] = [];

/**
 * Bytes that wait to be written, in as few pieces as may be.
 *
 * Frames that lie side by side in memory are one piece: those that one publisher sent in a row, which go on as the very
 * bytes that came, and those that were encoded one after the other for the same subscribers. Nothing is copied then.
 */
export class Pieces {
  bytes = 0;
  #whole: Uint8Array[] | undefined = undefined;
  /** The piece that still grows, as a place in its memory. */
  #memory: ArrayBufferLike | undefined = undefined;
  #start = 0;
  #end = 0;

  /** Takes a view; what it shows must not change any more. */
  add(view: Uint8Array): void {
    this.#add(view.buffer, view.byteOffset, view.byteOffset + view.length);
  }

  addPlace({ bytes, packetStart, start }: EncodedPlace): void {
    this.#add(bytes.buffer, bytes.byteOffset + packetStart, bytes.byteOffset + start);
  }

  #add(memory: ArrayBufferLike, start: number, end: number): void {
    this.bytes += end - start;
    if (memory === this.#memory && start === this.#end) {
      this.#end = end;
      return;
    }
    this.#close();
    this.#memory = memory;
    this.#start = start;
    this.#end = end;
  }

  #close(): void {
    if (this.#memory === undefined) return;
    this.#whole ??= [];
    // A Buffer, since that is what a socket would make of it.
    this.#whole.push(Buffer.from(this.#memory, this.#start, this.#end - this.#start));
  }

  /** The pieces, for a write each; nothing is left. */
  take(): readonly Uint8Array[] {
    this.#close();
    const pieces = this.#whole ?? none;
    this.bytes = 0;
    this.#whole = undefined;
    this.#memory = undefined;
    return pieces.length < 2 ? pieces : withSmallOnesJoined(pieces);
  }
}

function withSmallOnesJoined(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const joined: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  for (const piece of pieces) {
    if (piece.length < smallPieceBytes) {
      small.push(piece);
      continue;
    }
    if (small.length > 0) joined.push(Buffer.concat(small));
    small = [];
    joined.push(piece);
  }
  if (small.length > 0) joined.push(Buffer.concat(small));
  return joined;
}
