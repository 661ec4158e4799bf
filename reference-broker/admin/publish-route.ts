import type { IncomingMessage } from 'node:http';
import type { Broker } from '../index.ts';
import type { PublishOutcome } from '../local-publish.ts';
import { Reason } from '../reason.ts';
import { parsePublishRequest } from './publish-request.ts';
import { readBody } from './read-body.ts';
import { json, type Reply, refusal } from './reply.ts';

export type PublishReply =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** The body is still on its way and will not be read. */
  | { readonly kind: 'unread'; readonly reply: Reply }
  /** Nobody is there to answer. */
  | { readonly kind: 'gone' };

type PublishingBroker = Pick<Broker, 'publish' | 'maximumPacketSizeBytes'>;

interface PublishAttempt {
  readonly request: IncomingMessage;
  /** What follows the question mark. */
  readonly query: string;
  /** Called when the client may go on to the body. */
  readonly onBodyWanted: () => void;
}

/** `POST /publish`, once the client has shown its token. */
export async function answerPublish(
  broker: PublishingBroker,
  { request, query, onBodyWanted }: PublishAttempt,
): Promise<PublishReply> {
  if (request.headers['content-encoding'] !== undefined) {
    return unread(refusal(415, 'The body is compressed: send it as it is, without Content-Encoding.'));
  }
  const body = await readBody(request, broker.maximumPacketSizeBytes, onBodyWanted);
  switch (body.kind) {
    case 'aborted':
      return { kind: 'gone' };
    case 'too-large':
      return unread(tooLarge(broker));
    case 'whole': {
      const contentType = request.headers['content-type'];
      const parsed = parsePublishRequest({ query, contentType, body: body.bytes });
      if (parsed.kind === 'flawed') return replied(refusal(400, parsed.flaw));
      return replied(replyTo(await broker.publish(parsed.message), broker));
    }
  }
}

const replied = (reply: Reply): PublishReply => ({ kind: 'reply', reply });
const unread = (reply: Reply): PublishReply => ({ kind: 'unread', reply });

const tooLarge = ({ maximumPacketSizeBytes }: PublishingBroker): Reply =>
  refusal(
    413,
    `The message is larger than the Maximum Packet Size of ${maximumPacketSizeBytes} bytes: send less.`,
  );

function replyTo(outcome: PublishOutcome, broker: PublishingBroker): Reply {
  if (outcome.kind === 'published') return json(202, { subscribers: outcome.subscribers });
  const { reasonCode, detail } = outcome.refusal;
  switch (reasonCode) {
    case Reason.packetTooLarge:
      return tooLarge(broker);
    case Reason.quotaExceeded:
    case Reason.serverBusy:
    case Reason.serverUnavailable:
    case Reason.serverShuttingDown:
      return refusal(503, `${detail}: try again later.`, { 'retry-after': '1' });
    default:
      return refusal(400, `${detail}.`);
  }
}
