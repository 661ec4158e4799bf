// Past a few loose ones, small chunks are gathered in blocks: a sender of single bytes cannot make us hold an
// object for each.
const looseChunks = 8;
const smallChunk = 1024;
const blockBytes = 4096;

const nothing = Buffer.alloc(0);
const noChunks: Buffer[] = [];

/**
 * Bytes that arrived in chunks, to be taken in other pieces.
 *
 * A class, because each connection has one: closures would be most of the memory of an idle one.
 */
export class ByteQueue {
  /** Bytes pushed and not yet taken. */
  length = 0;
  /** The first chunk; what is before `frontOffset` is taken already. */
  front: Buffer = nothing;
  frontOffset = 0;
  /** The chunks behind the front, from `nextIndex` on. */
  #rest: Buffer[] = noChunks;
  #nextIndex = 0;
  /** The block that gathers small chunks: its filled part is the last of `rest`. */
  #block: Buffer | undefined = undefined;
  #blockFilled = 0;

  /** Keeps the chunk itself where it can; it must not be written to afterwards. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (this.length === 0) {
      this.front = buffer;
      this.frontOffset = 0;
    } else this.#append(buffer);
    this.length += buffer.length;
  }

  #append(chunk: Buffer): void {
    if (this.#rest === noChunks) this.#rest = [];
    const rest = this.#rest;
    const isRoomy = this.#block === undefined && rest.length - this.#nextIndex < looseChunks;
    if (isRoomy || chunk.length >= smallChunk) {
      rest.push(chunk);
      this.#block = undefined;
      return;
    }
    let block = this.#block;
    if (block === undefined || this.#blockFilled + chunk.length > block.length) {
      block = Buffer.allocUnsafeSlow(blockBytes);
      this.#block = block;
      this.#blockFilled = 0;
      rest.push(block);
    }
    block.set(chunk, this.#blockFilled);
    this.#blockFilled += chunk.length;
    rest[rest.length - 1] = block.subarray(0, this.#blockFilled);
  }

  #advance(): void {
    // An idle connection holds on to no chunk.
    this.front = this.#rest[this.#nextIndex] ?? nothing;
    this.frontOffset = 0;
    if (this.#rest === noChunks) return;
    this.#nextIndex += 1;
    // The block is the front now: what comes later must not grow it.
    if (this.#nextIndex >= this.#rest.length) this.#block = undefined;
    // Forget the used chunks, not one by one, or a long queue would be moved for each.
    if (this.#nextIndex * 2 < this.#rest.length) return;
    this.#rest = this.#nextIndex >= this.#rest.length ? noChunks : this.#rest.slice(this.#nextIndex);
    this.#nextIndex = 0;
  }

  /** The byte at a distance from the front; the caller knows that it is there. */
  byteAt(index: number): number {
    const at = this.frontOffset + index;
    if (at < this.front.length) return this.front[at] as number;
    let left = at - this.front.length;
    for (let chunk = this.#nextIndex; ; chunk += 1) {
      const bytes = this.#rest[chunk] as Buffer;
      if (left < bytes.length) return bytes[left] as number;
      left -= bytes.length;
    }
  }

  /** Are so many bytes there in one piece, at the front? */
  isInFront(count: number): boolean {
    return this.frontOffset + count <= this.front.length;
  }

  /** Drops bytes that are in front. */
  skip(count: number): void {
    this.length -= count;
    this.frontOffset += count;
    if (this.frontOffset === this.front.length) this.#advance();
  }

  /** Takes bytes from the front as one view, copied only if they came in several chunks. */
  take(count: number): Buffer {
    if (this.isInFront(count)) {
      const { front, frontOffset } = this;
      this.skip(count);
      return frontOffset === 0 && count === front.length
        ? front
        : front.subarray(frontOffset, frontOffset + count);
    }
    this.length -= count;
    const taken = Buffer.allocUnsafeSlow(count);
    for (let filled = 0; filled < count; ) {
      const { front, frontOffset } = this;
      const end = Math.min(front.length, frontOffset + count - filled);
      const copied = front.copy(taken, filled, frontOffset, end);
      filled += copied;
      this.frontOffset += copied;
      if (this.frontOffset === front.length) this.#advance();
    }
    return taken;
  }

  clear(): void {
    this.front = nothing;
    this.frontOffset = 0;
    this.#rest = noChunks;
    this.#nextIndex = 0;
    this.length = 0;
    this.#block = undefined;
  }
}
