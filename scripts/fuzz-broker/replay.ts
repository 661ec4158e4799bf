import { type Link, mayBeKnown, until } from './campaign.ts';
import { Conversation } from './conversation.ts';
import { Model } from './model.ts';
import type { BrokerTerms } from './terms.ts';

export interface ReplayTarget {
  readonly terms: BrokerTerms;
  /** One broker, one connection: what does not come within this time does not come. */
  readonly patienceMillis: number;
  /** A broker that knows nothing yet. */
  open(): (Link & AsyncDisposable) | Promise<Link & AsyncDisposable>;
}

/**
 * Sends the frames of one conversation to a fresh broker, each on its own with a fence behind it.
 *
 * @returns what was wrong with the answers; absent when nothing was
 */
export async function replay(
  target: ReplayTarget,
  frames: readonly Uint8Array[],
): Promise<string | undefined> {
  await using link = await target.open();
  const conversation = new Conversation(await link.open(), new Model(target.terms, mayBeKnown));
  for (const frame of frames) {
    conversation.send([frame], (bytes) => [bytes]);
    await until(() => conversation.isSettled, target.patienceMillis);
    const complaint = conversation.judge() ?? link.fault();
    if (complaint !== undefined) return complaint;
    if (conversation.hasEnded) break;
  }
  conversation.leave('reset');
  return undefined;
}
