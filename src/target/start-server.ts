import type { ServerExit, StartedTarget, TargetFacts } from './facts.ts';
import { freePort } from './free-port.ts';
import type { ServerCommand, ServerProcess } from './server-process.ts';
import { startProcess } from './server-process.ts';
import { TargetError } from './target-error.ts';
import type { Readiness } from './until-ready.ts';
import { untilReady } from './until-ready.ts';

/** How to start a server on a port that is chosen at the start. */
export interface ServerPlan {
  readonly timeoutSeconds: number;
  /**
   * Which early end is worth another try on other ports. `any-end`: for a server that takes seconds to come to its
   * ports, which somebody else may have by then, and does not say on stderr why it ended. Default `port-taken`.
   */
  readonly tryAgainAfter?: 'port-taken' | 'any-end';
  prepare(port: number): Promise<PreparedServer>;
}

/** What a server needs around it: its configuration, its data, its helpers. Disposing removes them. */
export interface PreparedServer extends AsyncDisposable {
  readonly command: ServerCommand;
  readonly facts: TargetFacts;
  /**
   * When it is disposed: `ready`, as soon as the server answers, for files that are read at the start only;
   * `end`, after the process has ended, for a server that keeps its data there.
   */
  readonly neededUntil: 'ready' | 'end';
  /** Whether a server that answers a CONNECT is also done with its start; it is when absent. */
  hasStarted?(): boolean;
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
    const isWorthIt = plan.tryAgainAfter === 'any-end' || portTaken.test(outcome.stderr);
    if (attempt < attempts && isWorthIt) continue;
    throw new TargetError('start-failed', `${outcome.message}.`);
  }
};

const startOnce = async (plan: ServerPlan): Promise<StartedTarget | ServerExit> => {
  const prepared = await plan.prepare(await freePort());
  let outcome: StartedTarget | ServerExit | undefined;
  try {
    outcome = await startPrepared(prepared, plan.timeoutSeconds);
    return outcome;
  } finally {
    const isRunning = outcome !== undefined && 'facts' in outcome;
    if (!isRunning || prepared.neededUntil === 'ready') await prepared[Symbol.asyncDispose]();
  }
};

const startPrepared = async (
  prepared: PreparedServer,
  timeoutSeconds: number,
): Promise<StartedTarget | ServerExit> => {
  const { command, facts } = prepared;
  const server = startProcess(command);
  let ready: Readiness | undefined;
  try {
    ready = await untilReady(facts, {
      exited: server.exited,
      timeoutSeconds,
      hasStarted: () => prepared.hasStarted?.() ?? true,
    });
  } finally {
    if (ready?.kind !== 'ready') await server[Symbol.asyncDispose]();
  }
  if (ready.kind === 'ready') return started(prepared, server);
  if (ready.kind === 'exited') return ready.exit;
  const { stderr } = await server.exited;
  const words = stderr === '' ? '' : `; the last it said: ${stderr.split('\n').at(-1)}`;
  const message = `${command.name} did not answer a CONNECT on ${facts.url} within ${timeoutSeconds} s (${ready.last})${words}`;
  throw new TargetError('start-failed', `${message}.`);
};

const started = (prepared: PreparedServer, { pid, exited, ...server }: ServerProcess): StartedTarget => ({
  facts: prepared.facts,
  exited,
  ...(pid !== undefined && { process: { pid } }),
  [Symbol.asyncDispose]: async () => {
    await server[Symbol.asyncDispose]();
    if (prepared.neededUntil === 'end') await prepared[Symbol.asyncDispose]();
  },
});
