import { dial } from '../../src/transport/index.ts';
import { startBrokerProcess } from './broker-process.ts';
import type { Link } from './campaign.ts';

/** The same attack over TCP: the process is asked only through its connections. */
export async function openProcessLink(): Promise<Link & AsyncDisposable> {
  const broker = await startBrokerProcess();
  return {
    open: () => dial(broker.url),
    connections: () => undefined,
    tick: () => undefined,
    fault: broker.ended,
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}
