import type { Publish } from '../../../src/packet/index.ts';
import { ExpectationFailed, type Match, type Peer, SetupFailed, utf8 } from '../../../src/peer/index.ts';

/**
 * Uses a measured step as a precondition: when it fails the case was not set up, and nothing was judged.
 *
 * @throws SetupFailed in place of ExpectationFailed
 */
export async function precondition<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof ExpectationFailed) throw new SetupFailed(`precondition: ${error.message}`);
    throw error;
  }
}

/**
 * Publishes at QoS 1 to a topic to which the publisher itself is subscribed, and waits until it came back.
 * PUBACK alone does not say that the server has found the subscribers of a message.
 */
export async function publishAndSee(publisher: Peer, topicName: string, payload: string): Promise<void> {
  await publisher.publish({ topicName, qos: 1, payload });
  const sent: Match<Publish> = { topicName, payload: utf8(payload) };
  await precondition(publisher.expect('publish', sent));
}
