import { nowMicros } from '../generator/clock.ts';
import type { Connection } from '../generator/connection.ts';
import { createMeasuredWindow, type MeasuredWindow } from '../generator/measured-window.ts';
import type { Publisher } from '../generator/publisher.ts';
import type { Sender } from '../generator/sender.ts';
import type { DeliveryTotals, Subscriber } from '../generator/subscriber.ts';
import { createDueSenders, type DueSenders } from './due-senders.ts';
import type { FlowPlan } from './flow-layout.ts';
import { type KeepAlive, startKeepAlive } from './keep-alive.ts';
import type { ScenarioContext } from './scenario.ts';

/** The receivers of a flow that have one standing. */
export interface Receivers {
  readonly subscribers: Subscriber[];
  readonly totals: DeliveryTotals;
  /** Pairs of receiver and topic of which a first message was seen. */
  seen(): number;
}

/** A flow with its connections. */
export interface OpenFlow {
  readonly plan: FlowPlan;
  readonly senders: readonly Sender[];
  readonly publishers: readonly Publisher[];
  readonly ordinary: Receivers;
  /** Made slow on purpose. */
  readonly apart: Receivers;
}

/** What all flows of a worker have in common. */
export interface FlowsState {
  readonly context: ScenarioContext;
  readonly window: MeasuredWindow;
  readonly flows: OpenFlow[];
  readonly connections: Connection[];
  readonly due: DueSenders;
  readonly keepAlive: KeepAlive;
  /** Aborted, with the reason, as soon as the target ends a connection. */
  readonly lost: AbortController;
  /** Called when `due` may have an earlier message than before. */
  onEarlierDue: () => void;
  /** Called before anything is sent: a phase begins with its first message, and not when a timer says so. */
  beforeSending: (now: number) => void;
}

export function createFlowsState(context: ScenarioContext): FlowsState {
  return {
    context,
    window: createMeasuredWindow(),
    flows: [],
    connections: [],
    due: createDueSenders(),
    keepAlive: startKeepAlive(),
    lost: new AbortController(),
    onEarlierDue: () => undefined,
    beforeSending: () => undefined,
  };
}

/** A sender that was held up may go on. */
export function unblock(state: FlowsState, sender: Sender): void {
  const now = nowMicros();
  state.beforeSending(now);
  sender.pump(now);
  if (sender.isBlocked) return;
  state.due.add(sender);
  state.onEarlierDue();
}
