import type { CaseContext } from '../../../src/conformance/index.ts';
import type { Publish, QoS } from '../../../src/packet/index.ts';
import {
  type ConnectOptions,
  type Match,
  type Peer,
  SetupFailed,
  type StepOptions,
  utf8,
  type WillFields,
} from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';

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

/**
 * How long to wait for a Will that is due, and a Will that is the sentinel: that it is prompt is a SHOULD only, and
 * servers look at their timers at intervals of their own.
 */
export const willGraceMs = 10_000;
const longestWaitSeconds = 20;

/** What proves that a Will was not published: one that is due later was. If that does not come, nothing was judged. */
export function sentinelWithin(delaySeconds = 0): StepOptions {
  return { withinMs: delaySeconds * 1000 + willGraceMs, absence: 'inconclusive' };
}

/** Somebody watches the Will Topic. */
export async function watchWills(
  { connected, open, settle, topic }: CaseContext,
  qos: QoS = 0,
): Promise<WillScene> {
  const willTopic = topic('will');
  const publisher = await connected('publisher');
  const watcher = await open('watcher');
  const { properties } = await watcher.connect();
  // The watcher only listens: a Server Keep Alive could end its connection before the Will comes.
  const serverKeepAliveSeconds = properties?.serverKeepAliveSeconds ?? 0;
  if (serverKeepAliveSeconds > 0 && serverKeepAliveSeconds < longestWaitSeconds) {
    throw new SetupFailed(`the watcher may not be silent for more than ${serverKeepAliveSeconds} s`);
  }
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
  const published = scene.published('control');
  await asSetUp(scene.watcher.expect('publish', published, { withinMs: willGraceMs }));
  return scene;
}
