/** Bytes that arrived in chunks, to be taken in other pieces. */
export interface ByteQueue {
  /** Bytes pushed and not yet taken. */
  readonly length: number;
  /** Keeps the chunk itself where it can; it must not be written to afterwards. */
  push(chunk: Uint8Array): void;
  /** The byte at a distance from the front; the caller knows that it is there. */
  byteAt(index: number): number;
  /** Takes bytes from the front as one view, copied only if they came in several chunks. */
  take(count: number): Buffer;
  clear(): void;
}

// Past a few loose ones, small chunks are gathered in blocks: a sender of single bytes cannot make us hold an
// object for each.
const looseChunks = 8;
const smallChunk = 1024;
const blockBytes = 4096;

const nothing = Buffer.alloc(0);

export function createByteQueue(): ByteQueue {
  let front: Buffer = nothing;
  let frontOffset = 0;
  /** The chunks behind the front, from `nextIndex` on. */
  let rest: Buffer[] = [];
  let nextIndex = 0;
  let length = 0;
  /** The block that gathers small chunks: its filled part is the last of `rest`. */
  let block: Buffer | undefined;
  let blockFilled = 0;

  function append(chunk: Buffer): void {
    const isRoomy = block === undefined && rest.length - nextIndex < looseChunks;
    if (isRoomy || chunk.length >= smallChunk) {
      rest.push(chunk);
      block = undefined;
      return;
    }
    if (block === undefined || blockFilled + chunk.length > block.length) {
      block = Buffer.allocUnsafeSlow(blockBytes);
      blockFilled = 0;
      rest.push(block);
    }
    block.set(chunk, blockFilled);
    blockFilled += chunk.length;
    rest[rest.length - 1] = block.subarray(0, blockFilled);
  }

  function advance(): void {
    // An idle connection holds on to no chunk.
    front = rest[nextIndex] ?? nothing;
    frontOffset = 0;
    nextIndex += 1;
    // The block is the front now: what comes later must not grow it.
    if (nextIndex >= rest.length) block = undefined;
    // Forget the used chunks, not one by one, or a long queue would be moved for each.
    if (nextIndex * 2 < rest.length) return;
    rest = rest.slice(nextIndex);
    nextIndex = 0;
  }

  return {
    get length() {
      return length;
    },
    push(chunk) {
      if (chunk.length === 0) return;
      const buffer = Buffer.isBuffer(chunk)
        ? chunk
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      if (length === 0) {
        front = buffer;
        frontOffset = 0;
      } else append(buffer);
      length += buffer.length;
    },
    byteAt(index) {
      const at = frontOffset + index;
      if (at < front.length) return front[at] as number;
      let left = at - front.length;
      for (let chunk = nextIndex; ; chunk += 1) {
        const bytes = rest[chunk] as Buffer;
        if (left < bytes.length) return bytes[left] as number;
        left -= bytes.length;
      }
    },
    take(count) {
      length -= count;
      const end = frontOffset + count;
      if (end <= front.length) {
        const taken = frontOffset === 0 && end === front.length ? front : front.subarray(frontOffset, end);
        frontOffset = end;
        if (frontOffset === front.length) advance();
        return taken;
      }
      const taken = Buffer.allocUnsafeSlow(count);
      for (let filled = 0; filled < count; ) {
        const copied = front.copy(
          taken,
          filled,
          frontOffset,
          Math.min(front.length, frontOffset + count - filled),
        );
        filled += copied;
        frontOffset += copied;
        if (frontOffset === front.length) advance();
      }
      return taken;
    },
    clear() {
      front = nothing;
      frontOffset = 0;
      rest = [];
      nextIndex = 0;
      length = 0;
      block = undefined;
    },
  };
}
