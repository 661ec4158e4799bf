import type { Target } from '../target.ts';
import { connack311, connect311, pingreq, pingresp, publish, suback, subscribe, text, wire } from './wire.ts';

/** What a subscriber to everything saw, in hex. */
export interface Deliveries {
  readonly received: string;
  /** A part of each PUBLISH to the denied topic. */
  readonly ofDenied: string;
  /** The PUBLISH that was allowed, after it. */
  readonly ofAllowed: string;
}

/** Publishes to the topic that the target denies, then to one that it allows. */
export const publishDenied = async ({
  url,
  credentials,
  deniedPublishTopic,
}: Target): Promise<Deliveries> => {
  if (deniedPublishTopic === undefined) throw new Error('the target declares no denied topic');
  const subscriber = wire(url);
  // The topic by its name too: a wildcard does not reach one that begins with $.
  const filters = subscribe('#') + subscribe(deniedPublishTopic);
  subscriber.send(connect311('subscriber', credentials) + filters);
  await subscriber.until((hex) => hex.split(suback).length === 3);
  // Either the server goes on after the refusal, or it ends the connection: both are allowed.
  const denied = wire(url);
  denied.send(connect311('denied', credentials) + publish(deniedPublishTopic) + pingreq);
  const answer = await denied.until((hex) => hex.includes(pingresp));
  if (!answer.startsWith(connack311))
    throw new Error(`the target did not even accept the CONNECT: ${answer}`);
  const allowed = wire(url);
  allowed.send(connect311('allowed', credentials) + publish('assay/allowed'));
  const received = await subscriber.until((hex) => hex.includes(text('assay/allowed')));
  return { received, ofDenied: text(deniedPublishTopic), ofAllowed: publish('assay/allowed') };
};
