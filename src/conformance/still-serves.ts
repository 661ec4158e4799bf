import type { Target } from '../target/index.ts';
import { dialOptionsOf } from '../target/index.ts';
import { dial } from '../transport/index.ts';

/** True when the target still accepts a Network Connection. */
export async function stillServes(target: Target, timeoutMs: number): Promise<boolean> {
  try {
    await using stream = await dial(target.url, { ...(await dialOptionsOf(target)), timeoutMs });
    return stream.description !== '';
  } catch {
    // Whatever the reason: the target cannot be reached, and that is the answer.
    return false;
  }
}
