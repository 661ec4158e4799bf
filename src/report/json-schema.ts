import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { benchResultLine } from '../bench/result.ts';
import { resultLine } from '../conformance/result.ts';

/** A schema that is published for readers in other languages, and where it is committed. */
export interface PublishedSchema {
  readonly file: URL;
  /** JSON Schema (draft 2020-12) of one line. */
  schema(): Readonly<Record<string, unknown>>;
}

export const publishedSchemas: Readonly<Record<'check' | 'bench', PublishedSchema>> = {
  check: {
    file: new URL('../../docs/result.schema.json', import.meta.url),
    schema: () =>
      schemaOf(resultLine, {
        title: 'One line of a mqtt-assay result file',
        description:
          'A result file is NDJSON: one run line, a case line for each case that ended, one end line. A file without its end line was cut short.',
      }),
  },
  bench: {
    file: new URL('../../docs/bench-result.schema.json', import.meta.url),
    schema: () =>
      schemaOf(benchResultLine, {
        title: 'One line of a result file of mqtt-assay bench',
        description:
          'A result file is NDJSON: one bench line, then calibration, interval and measurement lines as they come, one end line. Latencies are microseconds; histograms are HdrHistograms in the V2 compressed form, in base64. A file without its end line was cut short.',
      }),
  },
};

/** Writes the schemas to their places in the repository; run from the sources after a change of a line. */
export async function writeResultSchemas(): Promise<void> {
  for (const { file, schema } of Object.values(publishedSchemas)) {
    await writeFile(file, `${JSON.stringify(schema(), null, 2)}\n`);
  }
}

function schemaOf(
  line: z.ZodType,
  words: { readonly title: string; readonly description: string },
): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(line, { target: 'draft-2020-12' });
  return { $schema, ...words, ...rest };
}
