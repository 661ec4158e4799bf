import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of ours that runs a program of this package. Disposing ends it. */
export interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
}

/** Sources run by a loader that development has; a build runs as it is. */
const isSource = import.meta.url.endsWith('.ts');

/**
 * Starts a program that lies beside us, and waits for the first thing that it says.
 *
 * @param program its URL without the extension
 */
export async function forkProgram(
  program: URL,
): Promise<{ readonly program: Program; readonly said: unknown }> {
  const child = fork(new URL(`${program.href}.${isSource ? 'ts' : 'js'}`), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: isSource ? ['--import', 'tsx'] : [],
  });
  const said = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => message),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${program.pathname} ended with ${code} before it said anything`);
    }),
  ]);
  return {
    said,
    program: {
      child,
      pid: child.pid ?? 0,
      async [Symbol.asyncDispose]() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    },
  };
}
