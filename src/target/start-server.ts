import type { ServerExit, StartedTarget, TargetFacts } from './facts.ts';
import { freePort } from './free-port.ts';
import type { ServerCommand } from './server-process.ts';
import { startProcess } from './server-process.ts';
import { TargetError } from './target-error.ts';
import { untilReady } from './until-ready.ts';

/** How to start a server on a port that is chosen at the start. */
export interface ServerPlan {
  readonly timeoutSeconds: number;
  /** What is needed only until the server is ready (its configuration) is disposed after that. */
  prepare(port: number): Promise<PreparedServer>;
}

export interface PreparedServer extends AsyncDisposable {
  readonly command: ServerCommand;
  readonly facts: TargetFacts;
}

const attempts = 3;
const portTaken = /address already in use|EADDRINUSE/i;

/**
 * Starts a server and waits until it answers a CONNECT.
 *
 * @throws {TargetError} `start-failed`, when it ends or does not answer in time.
 */
export const startServer = async (plan: ServerPlan): Promise<StartedTarget> => {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await startOnce(plan);
    if ('facts' in outcome) return outcome;
    if (attempt < attempts && portTaken.test(outcome.stderr)) continue;
    throw new TargetError('start-failed', `${outcome.message}.`);
  }
};

const startOnce = async (plan: ServerPlan): Promise<StartedTarget | ServerExit> => {
  await using prepared = await plan.prepare(await freePort());
  const { command, facts } = prepared;
  const server = startProcess(command);
  const ready = await untilReady(facts, { exited: server.exited, timeoutSeconds: plan.timeoutSeconds });
  if (ready.kind === 'ready') return { facts, ...server };
  await server[Symbol.asyncDispose]();
  if (ready.kind === 'exited') return ready.exit;
  const { stderr } = await server.exited;
  const words = stderr === '' ? '' : `; the last it said: ${stderr.split('\n').at(-1)}`;
  const message = `${command.name} did not answer a CONNECT on ${facts.url} within ${plan.timeoutSeconds} s (${ready.last})${words}`;
  throw new TargetError('start-failed', `${message}.`);
};
