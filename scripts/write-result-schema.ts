/** Writes docs/*.schema.json, the published schemas of result lines, from the code. */
import { writeResultSchemas } from '../src/report/index.ts';

await writeResultSchemas();
