import { readFile } from 'node:fs/promises';
import type { DialOptions } from '../transport/index.ts';
import type { Target } from './target.ts';
import { TargetError } from './target-error.ts';

/**
 * What to give to `dial` for this target, besides its URL and a deadline.
 *
 * @throws {TargetError} `tls`, when the CA file cannot be read.
 */
export const dialOptionsOf = async ({ tls }: Pick<Target, 'tls'>): Promise<Pick<DialOptions, 'tls'>> => {
  if (tls === undefined) return {};
  const { caFile, certificateCheck } = tls;
  if (caFile === undefined) return { tls: { certificateCheck } };
  try {
    return { tls: { certificateCheck, ca: await readFile(caFile, 'utf8') } };
  } catch (error) {
    throw new TargetError('tls', `The CA file ${caFile} cannot be read: ${String(error)}.`, { cause: error });
  }
};
