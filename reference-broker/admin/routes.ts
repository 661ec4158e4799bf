import type { Broker } from '../index.ts';
import { brokerMetrics } from './broker-metrics.ts';
import type { LoopDelay } from './event-loop-delay.ts';
import { exposition, expositionContentType } from './exposition.ts';
import { page } from './page.ts';
import { json, type Reply } from './reply.ts';
import type { StatusReader } from './status.ts';

/** What there is to be read. */
export type ReadPath = '/' | '/healthz' | '/metrics' | '/status.json';

export interface ReadContext {
  readonly broker: Pick<Broker, 'health' | 'stats' | 'gauges'>;
  readonly version: string;
  readonly status: StatusReader;
  readonly loopDelay: () => LoopDelay;
}

export const isReadPath = (path: string): path is ReadPath =>
  path === '/' || path === '/healthz' || path === '/metrics' || path === '/status.json';

export function read(path: ReadPath, { broker, version, status, loopDelay }: ReadContext): Reply {
  switch (path) {
    case '/':
      return page;
    case '/healthz':
      return health(broker);
    case '/metrics': {
      const { stats } = broker;
      const families = brokerMetrics({ version, stats, gauges: broker.gauges(), loopDelay: loopDelay() });
      return { status: 200, contentType: expositionContentType, body: exposition(families) };
    }
    case '/status.json':
      return json(200, status.read());
  }
}

function health({ health: state, stats }: ReadContext['broker']): Reply {
  switch (state.kind) {
    case 'serving':
      return json(200, { status: 'serving', connections: stats.connections });
    case 'closing':
      return json(503, { status: 'closing', error: 'The broker is shutting down.' });
    case 'store-failing':
      return json(503, { status: 'store-failing', error: state.reason });
  }
}
