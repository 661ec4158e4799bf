import { z } from 'zod';
import { parsedLines, readFromFile } from './parsed-lines.ts';
import { ReportError } from './report-error.ts';

/** The command that wrote a result file. */
export type ResultKind = 'check' | 'bench';

/** Only what tells the kinds apart: whether the line is whole is for its reader to say. */
const headLine = z.looseObject({ type: z.enum(['run', 'bench']) });

/**
 * What a result file is of, from its first line.
 *
 * @throws {@link ReportError} when it begins with no `run` or `bench` line
 */
export async function kindOfResultFile(path: string): Promise<ResultKind> {
  return readFromFile(path, async (bytes) => {
    for await (const { line } of parsedLines(bytes, headLine)) return line.type === 'run' ? 'check' : 'bench';
    throw new ReportError('no-run-line', 'The file is empty, so it is no result file; check the path.', 1);
  });
}
