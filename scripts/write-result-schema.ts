/** Writes docs/result.schema.json, the published schema of a result line, from the code. */
import { writeResultSchema } from '../src/report/index.ts';

await writeResultSchema();
