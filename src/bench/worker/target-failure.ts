import { DialError } from '../../transport/index.ts';
import { ConnectionError } from '../generator/connection.ts';
import { PipeError } from '../generator/pipe.ts';

/** Whether an error says that the target did not do its part. */
export function isTargetFailure(error: unknown): error is Error {
  if (error instanceof PipeError) return error.code === 'pipe-not-opened';
  return error instanceof ConnectionError || error instanceof DialError;
}
