import { nowMicros } from '../generator/clock.ts';
import type { Figure } from '../result.ts';
import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { type Clients, createClients } from './clients.ts';
import { lossOf, measurePhase } from './measured-phase.ts';
import type { OpenScenario } from './scenario.ts';
import { ownAtOnce, ownNumbers } from './share.ts';
import { connectAll } from './storm.ts';
import { waitFor, waitUntil } from './wait-until.ts';

/** What becomes of the connections while they are held. */
interface Hold {
  /** The target ended them. */
  ended: number;
  reason: string;
  /** PINGRESPs after the hold. */
  answered: number;
}

/**
 * A process that has held connections before has memory left of them, which says nothing of those that come: only
 * when it holds more than ever does its growth tell something.
 */
const generator = { memoryAtFirst: 0, mostHeld: 0 };

/**
 * Clients connect and stay silent but for their Keep Alive. Making them is the measured phase; then they are held, and
 * at last each must answer a PINGREQ: one that a target has forgotten is not held.
 */
export const openIdleConnections: OpenScenario = (context) => {
  const clients = createClients(context);
  // The connections are made by the load, so that the target's memory is seen before and after.
  return Promise.resolve({
    load: (plan) => runLoad(clients, plan),
    close: () => clients.close(),
  });
};

async function runLoad(clients: Clients, plan: LoadPlan): Promise<LoadReport> {
  const { context, open, lost } = clients;
  const workload = context.plan.workload as WorkloadOf<'idle-connections'>;
  const hold: Hold = { ended: 0, reason: '', answered: 0 };
  if (generator.mostHeld === 0) generator.memoryAtFirst = process.memoryUsage.rss();
  const { seconds } = await measurePhase(clients, plan, {
    measure: (signal) => connect(clients, workload, hold, signal),
  });
  await waitUntil(nowMicros() + plan.measureSeconds * 1e6, AbortSignal.any([context.finish, lost.signal]));
  const memory = memoryFigures(open.size);
  await callTheRoll(clients, hold, plan);
  return {
    flows: [],
    figures: [
      { name: 'connections held', value: Math.min(hold.answered, open.size), unit: 'count' },
      ...memory,
    ],
    notes: [],
    measuredSeconds: seconds,
    unsent: 0,
    ...lossOf(clients),
  };
}

function connect(
  clients: Clients,
  { connections, atOnce, keepAliveSeconds }: WorkloadOf<'idle-connections'>,
  hold: Hold,
  signal: AbortSignal,
): Promise<void> {
  const { plan } = clients.context;
  const role = {
    onPingresp() {
      hold.answered += 1;
    },
    onLost(reason: string) {
      hold.ended += 1;
      hold.reason = reason;
    },
  };
  return connectAll(clients, {
    numbers: ownNumbers(plan, connections),
    atOnce: ownAtOnce(plan, atOnce),
    wishesOf: (index) => ({ role: 'c', index, keepAliveSeconds }),
    onConnack: () => role,
    signal,
  });
}

/** Each connection is asked for a sign of life. What is missing is noted as lost. */
async function callTheRoll({ open, lost }: Clients, hold: Hold, { drainSeconds }: LoadPlan): Promise<void> {
  hold.answered = 0;
  for (const connection of open) connection.send({ type: 'pingreq' });
  await waitFor(() => hold.answered >= open.size, nowMicros() + drainSeconds * 1e6, lost.signal);
  const silent = open.size - hold.answered;
  const made = open.size + hold.ended;
  if (hold.ended > 0) lost.abort(`${hold.ended} of ${made} connections were ${hold.reason}`);
  if (silent > 0)
    lost.abort(`${silent} of ${made} connections did not answer a PINGREQ within ${drainSeconds} s`);
}

function memoryFigures(held: number): readonly Figure[] {
  if (held <= generator.mostHeld) return [];
  generator.mostHeld = held;
  const value = Math.round((process.memoryUsage.rss() - generator.memoryAtFirst) / held);
  return [{ name: 'generator memory per connection', value, unit: 'bytes' }];
}
