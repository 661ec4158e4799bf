import { dialPipe } from './dialled-pipe.ts';
import type { Pipe, PipeListener, PipeOptions } from './pipe.ts';
import { connectTcpPipe } from './tcp-pipe.ts';

/** @throws PipeError, DialError */
export function openPipe(options: PipeOptions, listener: PipeListener): Promise<Pipe> {
  if (options.url.startsWith('mqtt:')) return connectTcpPipe(options, listener);
  return dialPipe(options, listener);
}
