import { type ReplayTarget, replay } from './replay.ts';

export interface Shrunk {
  readonly frames: readonly Uint8Array[];
  readonly detail: string;
}

const mostReplays = 200;

/**
 * Makes a failing conversation as small as it gets: without each frame that is not needed, then without each run of
 * bytes in the frame that fails.
 *
 * @returns absent when the conversation does not fail on its own, so that the others of its run are needed
 */
export async function shrink(target: ReplayTarget, sent: readonly Uint8Array[]): Promise<Shrunk | undefined> {
  let left = mostReplays;
  const failing = async (frames: readonly Uint8Array[]): Promise<Shrunk | undefined> => {
    if (left === 0) return undefined;
    left -= 1;
    const detail = await replay(target, frames);
    return detail === undefined ? undefined : { frames, detail };
  };
  const whole = await failing(sent);
  return whole === undefined ? undefined : withoutBytes(await withoutFrames(whole, failing), failing);
}

type Attempt = (frames: readonly Uint8Array[]) => Promise<Shrunk | undefined>;

async function withoutFrames(whole: Shrunk, failing: Attempt): Promise<Shrunk> {
  let best = whole;
  for (let at = best.frames.length - 1; at >= 0; at -= 1) {
    best = (await failing(best.frames.toSpliced(at, 1))) ?? best;
  }
  return best;
}

async function withoutBytes(whole: Shrunk, failing: Attempt): Promise<Shrunk> {
  let best = whole;
  for (let frame = best.frames.length - 1; frame >= 0; frame -= 1) {
    for (let run = 16; run >= 1; run >>= 1) {
      const length = best.frames[frame]?.length ?? 0;
      for (let at = length - run; at >= 0; at -= run) {
        const shorter = cutOut(best.frames[frame] ?? Buffer.alloc(0), at, run);
        best = (await failing(best.frames.with(frame, shorter))) ?? best;
      }
    }
  }
  return best;
}

/** The frame without a run of bytes, its Remaining Length following where it takes one byte. */
function cutOut(frame: Uint8Array, at: number, run: number): Uint8Array {
  const shorter = Buffer.concat([frame.subarray(0, at), frame.subarray(at + run)]);
  const wasTrue = frame[1] === frame.length - 2;
  if (wasTrue && at >= 2) shorter[1] = shorter.length - 2;
  return shorter;
}
