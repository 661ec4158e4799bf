import { type Connection, openConnection } from '../generator/connection.ts';
import { forEachAtOnce } from '../generator/for-each-at-once.ts';
import { createPublisher, type Publisher } from '../generator/publisher.ts';
import { createSender, type Sender } from '../generator/sender.ts';
import type { SequenceTracker } from '../generator/sequence-tracker.ts';
import { createSubscriber, type Subscriber } from '../generator/subscriber.ts';
import { connectionOptions } from './connect.ts';
import type { FlowPlan, SubscriberPlan } from './flow-layout.ts';
import { type FlowsState, type OpenFlow, type Receivers, unblock } from './flow-state.ts';
import { ScenarioError } from './scenario.ts';

const connectsAtOnce = 64;
/**
 * Messages at QoS 1 and 2 of a connection without an acknowledgement, where neither the target sets a lower limit nor the
 * workload asks for more. Servers that guard themselves end a connection beyond some number, which 3.1.1 cannot
 * announce; aedes 1.2 does so beyond 1,000.
 */
const usualInflight = 1000;
const mostInflight = 60_000;

/**
 * Makes the connections of a flow, subscribers first.
 *
 * @throws ScenarioError when the target does not grant what the flow asks for
 */
export async function openFlow(state: FlowsState, plan: FlowPlan): Promise<OpenFlow> {
  const publishers: Publisher[] = [];
  const senders = plan.topics.map(({ form, publisher }) =>
    createSender(form, () => publishers[publisher] as Publisher, {
      recorder: state.context.recorder,
      window: state.window,
      receivers: plan.receivers,
    }),
  );
  const senderOf = new Map(senders.map((sender) => [sender.form.topic, sender]));
  const ordinary = await openReceivers(state, plan, { standing: 'ordinary', senderOf });
  const apart = await openReceivers(state, plan, { standing: 'apart', senderOf });
  await openPublishers(state, plan, { senders, publishers });
  // By index in the flow, of which this worker may have but some.
  return { plan, senders, publishers: Object.values(publishers), ordinary, apart };
}

async function openReceivers(
  state: FlowsState,
  plan: FlowPlan,
  { standing, senderOf }: { standing: SubscriberPlan['standing']; senderOf: ReadonlyMap<number, Sender> },
): Promise<Receivers> {
  const { context, window } = state;
  const totals = { delivered: 0, duplicated: 0, reordered: 0, foreign: 0, ended: 0 };
  const shared = new Map<number, SequenceTracker>();
  const trackers = plan.flow.delivery === 'shared' ? [shared] : [];
  const subscribers: Subscriber[] = [];
  const wanted = plan.subscribers.filter((one) => one.standing === standing);

  await forEachAtOnce(wanted, connectsAtOnce, async ({ subscriber, topicFilters, topics }) => {
    const connection = await connect(state, plan, { role: 's', index: subscriber });
    state.keepAlive.watch(connection, plan.flow.keepAliveSeconds);
    const askedFor = new Set(topics);
    const own = plan.flow.delivery === 'shared' ? shared : new Map<number, SequenceTracker>();
    if (own !== shared) trackers.push(own);
    subscribers.push(
      createSubscriber(connection, {
        recorder: context.recorder,
        standing,
        window,
        sourceOf: (topic) => (askedFor.has(topic) ? senderOf.get(topic) : undefined),
        totals,
        trackers: own,
        onWork: context.worked,
        onUnblocked: (sender) => unblock(state, sender),
        onLost: (_, reason) => state.lost.abort(`the connection of a subscriber was ${reason}`),
      }),
    );
    await subscribe(connection, topicFilters, plan.flow.subscriptionQoS ?? plan.flow.qos);
  });
  return { subscribers, totals, seen: () => trackers.reduce((sum, { size }) => sum + size, 0) };
}

async function openPublishers(
  state: FlowsState,
  plan: FlowPlan,
  { senders, publishers }: { readonly senders: readonly Sender[]; readonly publishers: Publisher[] },
): Promise<void> {
  const { context, window } = state;
  const wanted = [...new Set(plan.topics.map(({ publisher }) => publisher))];
  await forEachAtOnce(wanted, connectsAtOnce, async (index) => {
    const connection = await connect(state, plan, { role: 'p', index });
    const own = senders.filter((_, at) => plan.topics[at]?.publisher === index);
    checkAliases(connection, own);
    const receiveMaximum = connection.connack.properties?.receiveMaximum ?? 65_535;
    const { load } = plan.flow;
    const wantedInflight = load.kind === 'closed' ? load.inflight * own.length : 0;
    const maximumInflight = Math.min(receiveMaximum, mostInflight, Math.max(usualInflight, wantedInflight));
    const publisher = createPublisher(connection, own, maximumInflight, {
      recorder: context.recorder,
      window,
      onWork: context.worked,
      onUnblocked: (sender) => unblock(state, sender),
      onLost: (_, reason) => state.lost.abort(`the connection of a publisher was ${reason}`),
    });
    publishers[index] = publisher;
    // A PINGRESP is an answer to the publisher: it must know of each.
    state.keepAlive.watch(connection, plan.flow.keepAliveSeconds, () =>
      publisher.onceProcessed(() => undefined),
    );
  });
}

/** @throws ScenarioError when a message would have an alias that the target does not take */
function checkAliases({ connack }: Connection, senders: readonly Sender[]): void {
  const needed = Math.max(0, ...senders.map(({ form }) => form.topicAlias ?? 0));
  const most = connack.properties?.topicAliasMaximum ?? 0;
  if (needed <= most) return;
  throw new ScenarioError('unsupported', `it takes ${most} Topic Aliases a connection, and not ${needed}`);
}

async function connect(
  state: FlowsState,
  { flow, flowIndex }: FlowPlan,
  { role, index }: { readonly role: 'p' | 's'; readonly index: number },
): Promise<Connection> {
  const connection = await openConnection(
    connectionOptions(state.context.plan, {
      role: `${role}${flowIndex}`,
      index,
      keepAliveSeconds: flow.keepAliveSeconds,
      ...(flow.session === undefined ? {} : { session: flow.session }),
    }),
  );
  state.connections.push(connection);
  state.context.recorder.counts.connections += 1;
  return connection;
}

/** @throws ScenarioError when the target grants less than was asked for */
export async function subscribe(
  connection: Connection,
  topicFilters: readonly string[],
  qos: 0 | 1 | 2,
): Promise<void> {
  for (const code of await connection.subscribe(topicFilters, qos)) {
    if (code >= 0x80) {
      const reason = `it refuses a subscription (0x${code.toString(16)}) to ${topicFilters[0]}`;
      throw new ScenarioError('unsupported', reason);
    }
    if (code !== qos)
      throw new ScenarioError('unsupported', `it grants QoS ${code} where QoS ${qos} was asked for`);
  }
}
