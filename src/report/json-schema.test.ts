import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { publishedSchemas } from './json-schema.ts';

const kindsOf = {
  check: ['run', 'case', 'end'],
  bench: ['bench', 'calibration', 'interval', 'measurement', 'end'],
} as const;

test.each(['check', 'bench'] as const)(
  'the committed schema of %s is that of the code; if not, run scripts/write-result-schema.ts',
  async (kind) => {
    const { file, schema } = publishedSchemas[kind];
    const committed: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(committed).toEqual(schema());
  },
);

test.each(['check', 'bench'] as const)(
  'the schema of %s tells its kinds of lines apart and allows nothing else',
  (kind) => {
    const kinds = publishedSchemas[kind].schema()['oneOf'] as readonly {
      readonly additionalProperties: boolean;
      readonly properties: { readonly type: { readonly const: string } };
    }[];
    expect(kinds.map(({ properties }) => properties.type.const)).toEqual(kindsOf[kind]);
    expect(kinds.map(({ additionalProperties }) => additionalProperties)).toEqual(
      kindsOf[kind].map(() => false),
    );
  },
);
