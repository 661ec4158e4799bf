import { z } from 'zod';
import { forkProgram } from '../worker/fork-program.ts';

/** A server in a process of its own that does nothing but answer and pass on: what the generator meets there is itself. */
export interface NullSink extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

const greeting = z.object({ port: z.int() });

export async function startNullSink(): Promise<NullSink> {
  const { program, said } = await forkProgram(new URL('sink', import.meta.url));
  return {
    url: `mqtt://127.0.0.1:${greeting.parse(said).port}`,
    pid: program.pid,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
