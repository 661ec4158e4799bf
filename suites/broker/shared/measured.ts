import { type Matcher, type Peer, SetupFailed, type StepOptions, utf8 } from '../../../src/peer/index.ts';

/** For a step about what a message holds: that none comes breaks another statement, and at QoS 0 none. */
export const ifItComes: StepOptions = { absence: 'inconclusive' };

/** Publishes a sentinel on the path, and expects that nothing else was delivered before it. The sentinel is set-up. */
export async function expectOnlySentinel(
  publisher: Peer,
  subscriber: Peer,
  topicName: string,
): Promise<void> {
  await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
  await subscriber.expectNothingBefore({ payload: utf8('sentinel') }, ifItComes);
}

const tries = 4;

/**
 * Measured: sends again as long as the step finds nothing, and judges the last try. A subscription may need a moment
 * after its SUBACK, each Topic Filter its own, and what is due at QoS 0 may be lost.
 */
export async function resendUntil(
  deadlineMs: number,
  send: () => Promise<void>,
  step: (options: StepOptions & { readonly withinMs: number }) => Promise<unknown>,
  last: StepOptions = {},
): Promise<void> {
  for (let count = 1; count < tries; count += 1) {
    await send();
    const outcome = await step({ absence: 'inconclusive', withinMs: deadlineMs / tries }).catch(
      (error: unknown) => error,
    );
    if (outcome instanceof SetupFailed) continue;
    if (outcome instanceof Error) throw outcome;
    return;
  }
  await send();
  await step({ ...last, withinMs: deadlineMs });
}

/** SUBACK codes of one Topic Filter that was refused. */
export const refused: Matcher<readonly number[]> = {
  matches: (codes) => codes.length === 1 && codes.every((code) => code >= 0x80),
  text: 'one code of 0x80 or above',
};
