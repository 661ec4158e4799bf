import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dial } from '../../src/transport/index.ts';
import type { KillableBroker } from './killable-broker.ts';

export interface BrokerProcessOptions {
  /** What runs the broker: `dist/src/cli/main.js`. */
  readonly program: string;
  readonly dataDirectory: string;
  readonly sync: string;
}

/** The broker said no on its start, or nothing within 30 s. */
export class BrokerStartError extends Error {
  override readonly name = 'BrokerStartError';
  readonly code = 'broker-did-not-start';
}

const startTimeoutMillis = 30_000;

/** The broker of the command line in a process of its own, which is ended with SIGKILL. */
export async function createBrokerProcess(options: BrokerProcessOptions): Promise<KillableBroker> {
  const port = await freePort();
  let child: ChildProcess | undefined;

  async function kill(): Promise<void> {
    const killed = child;
    child = undefined;
    if (killed === undefined || killed.exitCode !== null || killed.signalCode !== null) return;
    const exited = once(killed, 'exit');
    killed.kill('SIGKILL');
    await exited;
  }

  return {
    async start() {
      const { program, dataDirectory, sync } = options;
      const words = [program, 'broker', '--port', String(port), '--data-dir', dataDirectory, '--sync', sync];
      child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
      await started(child);
    },
    kill,
    dial: () => dial(`mqtt://127.0.0.1:${port}`, { timeoutMs: 10_000 }),
    [Symbol.asyncDispose]: kill,
  };
}

/** Waits for the line that says that it listens. */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void =>
      reject(new BrokerStartError(`The broker did not start (${why}): ${said.trim()}`));
    const timer = setTimeout(() => fail('it kept silent'), startTimeoutMillis);
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-2_000);
      if (!said.includes(' on mqtt://')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with ${code}`);
    });
  });
}

/** The same port for all starts, so that the clients find it again. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new BrokerStartError('No port is free.');
  return address.port;
}
