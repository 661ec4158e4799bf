import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { type Matcher, type Peer, utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel, ifItComes } from '../shared/measured.ts';
import { asSetUp, settledSubscriber, storeRetained } from '../shared/set-up.ts';
import { awaySubscriber, resumed, sendAtQoS1 } from './properties-scene.ts';

const lifetimeSeconds = 100;
const lasting = { payload: 'lasting', properties: { messageExpiryIntervalSeconds: lifetimeSeconds } };

/** Section 3.3.2.3.3: Message Expiry Interval. */
export const messageExpiryCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/expired-message-is-not-delivered',
    { proves: ['5.0/MQTT-3.3.2-5'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { publisher, subscriber } = await queuedThenExpired(context);
      await asSetUp(subscriber.expect('publish', { payload: utf8('without expiry') }));
      await expectOnlySentinel(publisher, subscriber, context.topic());
    },
  ),

  brokerCase(
    'publish/message-without-expiry-outlasts-one-with',
    { proves: ['5.0/U-3.3.2.3.3-1'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const { subscriber } = await queuedThenExpired(context);
      await subscriber.expect('publish', { payload: utf8('without expiry') });
    },
  ),

  brokerCase(
    'publish/message-expiry-interval-is-forwarded',
    { proves: ['5.0/MQTT-3.3.2-6'], timing: 'waits' },
    async (context) => {
      const publisher = await context.connected('publisher');
      const subscriber = await settledSubscriber(context, publisher, context.topic());
      const waited = stopwatch();
      sendAtQoS1(publisher, { topicName: context.topic(), ...lasting });
      await expectLifetimeLess(subscriber, { leastSeconds: 0, mostSeconds: waited });
    },
  ),

  brokerCase(
    'publish/message-expiry-interval-of-queued-message-is-reduced',
    { proves: ['5.0/MQTT-3.3.2-6'], timing: 'waits', needs: ['session-expiry'] },
    async (context) => {
      const publisher = await context.connected('publisher');
      await awaySubscriber(context, publisher);
      const waited = stopwatch();
      await publisher.publish({ topicName: context.topic(), qos: 1, ...lasting });
      await context.elapse(waitSeconds * 1000);
      const subscriber = await resumed(context, 'subscriber');
      await expectLifetimeLess(subscriber, { leastSeconds: waitSeconds, mostSeconds: waited });
    },
  ),

  brokerCase(
    'publish/message-expiry-interval-of-retained-message-is-reduced',
    { proves: ['5.0/MQTT-3.3.2-6'], timing: 'waits', needs: ['retain'] },
    async (context) => {
      const publisher = await context.connected('publisher');
      const waited = stopwatch();
      await storeRetained(context, publisher, { topicName: context.topic(), ...lasting });
      await context.elapse(waitSeconds * 1000);
      const subscriber = await context.connected('subscriber');
      await subscriber.subscribe({ topicFilter: context.topic(), qos: 1 });
      await expectLifetimeLess(subscriber, { leastSeconds: waitSeconds, mostSeconds: waited });
    },
  ),
];

const waitSeconds = 3;
/** A server may count whole seconds, by a clock that it reads now and then: once for each of two readings. */
const clockSeconds = 1;

interface Waited {
  readonly leastSeconds: number;
  readonly mostSeconds: () => number;
}

/** The message must come with what is left of its lifetime. */
async function expectLifetimeLess(subscriber: Peer, { leastSeconds, mostSeconds }: Waited): Promise<void> {
  const most = Math.min(lifetimeSeconds, lifetimeSeconds - leastSeconds + clockSeconds);
  const messageExpiryIntervalSeconds: Matcher<number | undefined> = {
    matches(value = Number.NaN) {
      return value <= most && value >= lifetimeSeconds - Math.ceil(mostSeconds()) - clockSeconds;
    },
    text: `${lifetimeSeconds} less the time that it waited, so at most ${most}`,
  };
  const expected = { payload: utf8(lasting.payload), properties: { messageExpiryIntervalSeconds } };
  await subscriber.expect('publish', expected, ifItComes);
}

/** @returns the seconds since it was made */
function stopwatch(): () => number {
  const startMillis = performance.now();
  return () => (performance.now() - startMillis) / 1000;
}

/** What was queued while the subscriber was away, until the interval of one message has passed. */
async function queuedThenExpired(context: CaseContext) {
  const { connected, topic, elapse } = context;
  const publisher = await connected('publisher');
  await awaySubscriber(context, publisher);
  await publisher.publish({ topicName: topic(), qos: 1, payload: 'without expiry' });
  const brief = { payload: 'brief', properties: { messageExpiryIntervalSeconds: 1 } };
  await publisher.publish({ topicName: topic(), qos: 1, ...brief });
  await elapse(waitSeconds * 1000);
  return { publisher, subscriber: await resumed(context, 'subscriber') };
}
