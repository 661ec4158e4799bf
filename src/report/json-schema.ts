import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { resultLine } from '../conformance/result.ts';

/** Where the schema of a result line is committed. */
export const resultSchemaFile = new URL('../../docs/result.schema.json', import.meta.url);

/** JSON Schema (draft 2020-12) of one line of a result file, for readers in other languages. */
export function resultSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(resultLine, { target: 'draft-2020-12' });
  return {
    $schema,
    title: 'One line of a mqtt-assay result file',
    description:
      'A result file is NDJSON: one run line, a case line for each case that ended, one end line. A file without its end line was cut short.',
    ...rest,
  };
}

/** Writes the schema to its place in the repository; run from the sources after a change of the result line. */
export async function writeResultSchema(file: URL = resultSchemaFile): Promise<void> {
  await writeFile(file, `${JSON.stringify(resultSchema(), null, 2)}\n`);
}
