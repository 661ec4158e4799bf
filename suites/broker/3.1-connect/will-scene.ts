import type { CaseContext } from '../../../src/conformance/index.ts';
import type { Publish, QoS } from '../../../src/packet/index.ts';
import {
  type ConnectOptions,
  type Match,
  type Peer,
  utf8,
  type WillFields,
} from '../../../src/peer/index.ts';
import { precondition } from './precondition.ts';

export interface WillScene {
  readonly willTopic: string;
  readonly publisher: Peer;
  /** Subscribed to the Will Topic, over a path that was seen to deliver. */
  readonly watcher: Peer;
  /** CONNECT options with a Will to the topic of the scene. */
  will(payload: string, fields?: Partial<WillFields>): Pick<ConnectOptions, 'will'>;
  /** What the watcher gets of a Will. */
  published(payload: string): Match<Publish>;
}

/** Somebody watches the Will Topic. */
export async function watchWills(
  { connected, settle, topic }: CaseContext,
  qos: QoS = 0,
): Promise<WillScene> {
  const willTopic = topic('will');
  const publisher = await connected('publisher');
  const watcher = await connected('watcher');
  await watcher.subscribe({ topicFilter: willTopic, qos });
  await settle(publisher, watcher, willTopic);
  return {
    willTopic,
    publisher,
    watcher,
    will: (payload, fields) => ({ will: { topicName: willTopic, payload, ...fields } }),
    published: (payload) => ({ topicName: willTopic, payload: utf8(payload) }),
  };
}

/** The same, after a first client's Will was seen to be published: the control arm of whatever must not be. */
export async function watchWorkingWills(context: CaseContext): Promise<WillScene> {
  const scene = await watchWills(context);
  const control = await context.connected('control', scene.will('control'));
  control.cut();
  await precondition(scene.watcher.expect('publish', scene.published('control')));
  return scene;
}
