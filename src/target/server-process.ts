import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import type { ServerExit } from './facts.ts';

/** A program to run. */
export interface ServerCommand {
  /** For messages. */
  readonly name: string;
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** Where it runs; our own directory when absent. */
  readonly directory?: string;
  /** All that it sees of the environment, besides PATH; our own environment when absent. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running server process. Disposing ends it: the end of its stdin and SIGTERM, and SIGKILL when it stays. */
export interface ServerProcess extends AsyncDisposable {
  /** Absent when the program could not be started. */
  readonly pid?: number;
  readonly exited: Promise<ServerExit>;
}

const keptStderrBytes = 16_384;
const politeMs = 3_000;
const lastWordsMs = 250;

/**
 * Starts a server. A program that cannot be started is not thrown but reported by `exited`, like every
 * other early end.
 */
export const startProcess = (command: ServerCommand): ServerProcess => {
  const { name } = command;
  const child = spawn(command);
  const stderr = tailOf(child);
  const exited = untilEnd(child).then(({ exitCode, signal, failure }): ServerExit => {
    const how = failure ?? (signal === undefined ? `ended with code ${exitCode}` : `was ended by ${signal}`);
    const words = stderr().trim();
    return {
      message: `${name} ${how}${words === '' ? '' : `: ${lastLineOf(words)}`}`,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined ? {} : { signal }),
      stderr: words,
    };
  });
  return {
    ...(child.pid !== undefined && { pid: child.pid }),
    exited,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      child.kill('SIGTERM');
      if (!(await settlesWithin(exited, politeMs))) child.kill('SIGKILL');
      await exited;
    },
  };
};

const spawn = ({ argv: [program = '', ...args], directory, environment }: ServerCommand) =>
  execa(program, args, {
    cwd: directory ?? process.cwd(),
    extendEnv: environment === undefined,
    ...(environment && { env: { PATH: process.env['PATH'], ...environment } }),
    // The pipe is our lifeline to a launcher of ours: it ends when its stdin does, even after a SIGKILL of us.
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    cleanup: true,
  });

type Child = ReturnType<typeof spawn>;

interface End {
  readonly exitCode?: number;
  readonly signal?: string;
  /** The program could not even be started. */
  readonly failure?: string;
}

/**
 * The end of the process itself. The promise of execa also waits for the end of stderr, which a grandchild
 * may hold open for ever; it is asked only about a start that failed.
 */
const untilEnd = async (child: Child): Promise<End> => {
  const exit = new Promise<End>((settle) => {
    child.once('exit', (exitCode, signal) =>
      settle({ ...(exitCode === null ? {} : { exitCode }), ...(signal === null ? {} : { signal }) }),
    );
  });
  const result = child.then((done): End => {
    if (done.exitCode === undefined && done.signal === undefined) {
      return {
        failure: `cannot be started: ${done.originalMessage ?? done.shortMessage ?? 'unknown reason'}`,
      };
    }
    return {
      ...(done.exitCode === undefined ? {} : { exitCode: done.exitCode }),
      ...(done.signal === undefined ? {} : { signal: done.signal }),
    };
  });
  const end = await Promise.race([exit, result]);
  await settlesWithin(result, lastWordsMs);
  child.stderr.destroy();
  return end;
};

const tailOf = (child: Child): (() => string) => {
  let kept = Buffer.alloc(0);
  child.stderr.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-keptStderrBytes);
  });
  return () => kept.toString('utf8');
};

const lastLineOf = (text: string): string => text.split('\n').at(-1) ?? '';

const settlesWithin = async (promise: Promise<unknown>, milliseconds: number): Promise<boolean> => {
  const cancel = new AbortController();
  const settled = promise.then(() => true);
  const late = delay(milliseconds, false, { signal: cancel.signal }).catch(() => false);
  try {
    return await Promise.race([settled, late]);
  } finally {
    cancel.abort();
  }
};
