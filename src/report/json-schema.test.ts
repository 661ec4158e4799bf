import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { resultSchema, resultSchemaFile } from './json-schema.ts';

test('the committed schema is that of the code; if not, call writeResultSchema()', async () => {
  const committed: unknown = JSON.parse(await readFile(resultSchemaFile, 'utf8'));
  expect(committed).toEqual(resultSchema());
});

test('the schema tells the three kinds of lines apart and allows nothing else', () => {
  const kinds = resultSchema()['oneOf'] as readonly {
    readonly additionalProperties: boolean;
    readonly properties: { readonly type: { readonly const: string } };
  }[];
  expect(kinds.map((kind) => kind.properties.type.const)).toEqual(['run', 'case', 'end']);
  expect(kinds.map((kind) => kind.additionalProperties)).toEqual([false, false, false]);
});
