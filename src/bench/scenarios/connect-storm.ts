import type { LoadPlan, LoadReport } from '../worker/protocol.ts';
import type { WorkloadOf } from '../workload/schema.ts';
import { type Clients, createClients } from './clients.ts';
import { lossOf, measurePhase } from './measured-phase.ts';
import type { OpenScenario } from './scenario.ts';
import { ownAtOnce, ownNumbers } from './share.ts';
import { connectAll } from './storm.ts';

/** Connections of the warm-up before they are ended again, in times of those at once. */
const warmUpRounds = 4;

/** Clients connect, so many at once, until all stand: how many a second, and how long each takes. */
export const openConnectStorm: OpenScenario = (context) => {
  const clients = createClients(context);
  return Promise.resolve({
    load: (plan) => runLoad(clients, plan),
    close: () => clients.close(),
  });
};

async function runLoad(clients: Clients, plan: LoadPlan): Promise<LoadReport> {
  const worker = clients.context.plan;
  const workload = worker.workload as WorkloadOf<'connect-storm'>;
  const numbers = ownNumbers(worker, workload.connections);
  const atOnce = ownAtOnce(worker, workload.atOnce);
  const storm = {
    atOnce,
    wishesOf: (index: number) => ({ role: 'c', index, keepAliveSeconds: workload.keepAliveSeconds }),
  };
  const { seconds } = await measurePhase(clients, plan, {
    async warmUp(signal) {
      while (!signal.aborted) {
        await connectAll(clients, { ...storm, numbers: numbers.slice(0, warmUpRounds * atOnce), signal });
        await clients.disconnect(clients.open);
      }
    },
    measure: (signal) => connectAll(clients, { ...storm, numbers, signal }),
  });
  const stood = clients.open.size;
  await clients.disconnect(clients.open);
  return {
    flows: [],
    figures: [{ name: 'connections made', value: stood, unit: 'count' }],
    notes: [],
    measuredSeconds: seconds,
    unsent: 0,
    ...lossOf(clients),
  };
}
