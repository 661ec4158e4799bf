import type { MessageForm } from '../generator/frame-batch.ts';
import { mostTopics } from '../generator/message-header.ts';
import type { WorkerPlan } from '../worker/protocol.ts';
import type { Flow } from '../workload/schema.ts';
import { ScenarioError } from './scenario.ts';

/** One topic of a flow, on the worker that has it. */
export interface TopicPlan {
  /** Within the flow, over all workers. */
  readonly ofFlow: number;
  readonly publisher: number;
  readonly form: MessageForm;
}

/** A connection that subscribes. */
export interface SubscriberPlan {
  readonly subscriber: number;
  readonly topicFilters: readonly string[];
  /** Topics of this worker (their numbers) whose messages it must get. */
  readonly topics: readonly number[];
  readonly standing: 'ordinary' | 'apart';
}

/** What one worker has of one flow. */
export interface FlowPlan {
  readonly flow: Flow;
  readonly flowIndex: number;
  /** Topics of the flow in all workers: the load is divided by them. */
  readonly topicsInAll: number;
  readonly topics: readonly TopicPlan[];
  readonly subscribers: readonly SubscriberPlan[];
  /** Receivers of each message that it is measured by. */
  readonly receivers: number;
}

/**
 * Lays the flows out over the workers. Publisher and subscriber of a topic are on one worker, so that latency
 * needs no second clock and delivery no second count; only flows of separate pairs are divided.
 *
 * @throws ScenarioError
 */
export function flowPlans(plan: WorkerPlan, flows: readonly Flow[]): readonly FlowPlan[] {
  let topicNumber = 0;
  return flows.map((flow, flowIndex) => {
    const topicsInAll =
      flow.delivery === 'pairs' ? Math.max(flow.publishers, flow.subscribers) : flow.publishers;
    const topics: TopicPlan[] = [];
    for (let ofFlow = 0; ofFlow < topicsInAll; ofFlow += 1) {
      if (!isOurs(plan, flow, flowIndex, ofFlow)) continue;
      if (topicNumber >= mostTopics) {
        throw new ScenarioError('fault', `a worker has room for ${mostTopics} topics: use more workers.`);
      }
      const form = formOf(plan, flow, { topic: topicNumber, ofFlow, flowIndex });
      topics.push({ ofFlow, publisher: ofFlow % flow.publishers, form });
      topicNumber += 1;
    }
    return {
      flow,
      flowIndex,
      topicsInAll,
      topics,
      subscribers: subscribersOf(plan, flow, flowIndex, topics),
      receivers: receiversOf(flow),
    };
  });
}

function isOurs({ worker, workers }: WorkerPlan, flow: Flow, flowIndex: number, ofFlow: number): boolean {
  const isDivided =
    flow.delivery === 'pairs' && (flow.subscribers === 0 || flow.publishers === flow.subscribers);
  return (isDivided ? ofFlow : flowIndex) % workers === worker;
}

function receiversOf(flow: Flow): number {
  if (flow.subscribers === 0) return 0;
  return flow.delivery === 'everyone' ? flow.subscribers - flow.stalledSubscribers : 1;
}

/** Begins every Topic Name of a flow. */
function rootOf(plan: WorkerPlan, flowIndex: number): string {
  return `assay-${plan.runTag}/${flowIndex}`;
}

function formOf(
  plan: WorkerPlan,
  flow: Flow,
  {
    topic,
    ofFlow,
    flowIndex,
  }: { readonly topic: number; readonly ofFlow: number; readonly flowIndex: number },
): MessageForm {
  const more = Array.from({ length: flow.topicLevels - 3 }, (_, level) => `/level-${level}`).join('');
  if (flow.topicAlias && plan.mqtt !== '5.0')
    throw new ScenarioError('unsupported', 'a Topic Alias needs MQTT 5.0: measure it with --mqtt 5.0');
  return {
    version: plan.mqtt,
    topicName: `${rootOf(plan, flowIndex)}/${ofFlow}${more}`,
    topic,
    qos: flow.qos,
    retain: flow.retain,
    payloadBytes: flow.payloadBytes,
    // An alias is a connection's own: its topics are numbered from 1.
    ...(flow.topicAlias ? { topicAlias: Math.floor(ofFlow / flow.publishers) + 1 } : {}),
  };
}

function subscribersOf(
  plan: WorkerPlan,
  flow: Flow,
  flowIndex: number,
  topics: readonly TopicPlan[],
): readonly SubscriberPlan[] {
  if (flow.subscribers === 0 || topics.length === 0) return [];
  if (flow.delivery === 'pairs') return pairedSubscribers(flow, topics);
  const everything = topics.length === 1 ? (topics[0]?.form.topicName ?? '') : `${rootOf(plan, flowIndex)}/#`;
  const filter = flow.delivery === 'shared' ? `$share/assay-${plan.runTag}/${everything}` : everything;
  return Array.from({ length: flow.subscribers }, (_, subscriber) => ({
    subscriber,
    topicFilters: [filter],
    topics: topics.map(({ form }) => form.topic),
    standing: subscriber < flow.stalledSubscribers ? 'apart' : 'ordinary',
  }));
}

function pairedSubscribers(flow: Flow, topics: readonly TopicPlan[]): readonly SubscriberPlan[] {
  const bySubscriber = groupBySubscriber(topics, flow);
  return [...bySubscriber].map(([subscriber, own]) => ({
    subscriber,
    topicFilters: own.map(({ form }) => form.topicName),
    topics: own.map(({ form }) => form.topic),
    standing: 'ordinary',
  }));
}

function groupBySubscriber(
  topics: readonly TopicPlan[],
  flow: Flow,
): ReadonlyMap<number, readonly TopicPlan[]> {
  const groups = new Map<number, TopicPlan[]>();
  for (const topic of topics) {
    const subscriber = topic.ofFlow % flow.subscribers;
    const group = groups.get(subscriber);
    if (group === undefined) groups.set(subscriber, [topic]);
    else group.push(topic);
  }
  return groups;
}
