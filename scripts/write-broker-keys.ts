/** Writes the tables of keys in docs/broker.md from the schema of the configuration. */
import { readFile, writeFile } from 'node:fs/promises';
import { documentedKeys } from '../reference-broker/config/documentation.test.helper.ts';

const file = new URL('../docs/broker.md', import.meta.url);
const marks =
  /(?<=<!-- keys: made by scripts\/write-broker-keys\.ts -->\n\n).*?(?=\n\n<!-- end of keys -->)/s;

const text = await readFile(file, 'utf8');
if (!marks.test(text)) throw new Error('docs/broker.md has lost the marks around its tables of keys');
await writeFile(
  file,
  text.replace(marks, () => documentedKeys()),
);
