import type { Connection } from '../generator/connection.ts';
import { messageHeaderBytes, writeSequence } from '../generator/message-header.ts';
import { openingSequence } from '../generator/sender.ts';
import type { Clients } from './clients.ts';
import { ScenarioError } from './scenario.ts';

const retryMillis = 50;

/**
 * Waits until a client gets a message that it sends to itself: a subscription may take a moment after its SUBACK, and
 * what a target owes begins when the path stands. By its sequence a late copy of the message is none of the load.
 *
 * @throws ScenarioError
 */
export async function settle(
  { context, play }: Clients,
  connection: Connection,
  topicName: string,
): Promise<void> {
  const { connectSeconds } = context.plan.workload.phases;
  const deadline = performance.now() + connectSeconds * 1000;
  const payload = new Uint8Array(messageHeaderBytes);
  writeSequence(new DataView(payload.buffer), 0, openingSequence);
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    const send = (): void => {
      if (performance.now() > deadline) {
        const reason = `a subscription got no message within ${connectSeconds} s of its SUBACK`;
        reject(new ScenarioError('unsupported', reason));
      }
      connection.send({ type: 'publish', topicName, payload, qos: 0, retain: false, dup: false });
    };
    play(connection, {
      onPublish: () => resolve(),
      onLost: (reason) => reject(new ScenarioError('lost', `a subscriber was ${reason}`)),
    });
    timer = setInterval(send, retryMillis);
    send();
  }).finally(() => clearInterval(timer));
  play(connection, {});
}
