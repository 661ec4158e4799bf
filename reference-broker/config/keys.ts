import { z } from 'zod';
import { configSchema } from './schema.ts';
import { type KeyNote, keyNotes } from './values.ts';

/** What the text of a flag is turned into before the schema judges it. */
export type ValueKind = 'number' | 'boolean' | 'text';

/** One key of the configuration: `[table] name`. */
export interface ConfigKey extends KeyNote {
  readonly table: string;
  readonly name: string;
  /** `one` for `[table]`, `many` for `[[table]]`. */
  readonly tables: 'one' | 'many';
  readonly kind: ValueKind;
  /** Absent when the key has none. */
  readonly defaultValue?: string | number | boolean;
  /** `--limits.topic-levels` */
  readonly flag: `--${string}`;
}

const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodExactOptional
    ? unwrapped(schema._zod.def.innerType)
    : schema;

const kindOf = (schema: z.core.$ZodType): ValueKind => {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodBoolean) return 'boolean';
  // A union is one of numbers: texts with a choice are enumerations.
  return bare instanceof z.ZodNumber || bare instanceof z.ZodUnion ? 'number' : 'text';
};

/** `maximumQoS` is `maximum-qos`. */
const kebab = (name: string): string =>
  name
    .replace('QoS', 'Qos')
    .replace(/[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();

const keysOf = (table: string, schema: z.core.$ZodType): readonly ConfigKey[] => {
  const bare = unwrapped(schema);
  const tables = bare instanceof z.ZodArray ? 'many' : 'one';
  const object = bare instanceof z.ZodArray ? bare.element : bare;
  if (!(object instanceof z.ZodObject)) throw new Error(`[${table}] is no table`);
  return Object.entries(object.shape).map(([name, value]) => ({
    ...noteOf(`${table}.${name}`, value),
    table,
    name,
    tables,
    kind: kindOf(value),
    ...defaultOf(value),
    flag: `--${table}.${kebab(name)}` as const,
  }));
};

const defaultOf = (schema: z.core.$ZodType): Pick<ConfigKey, 'defaultValue'> => {
  const value = schema instanceof z.ZodDefault ? schema._zod.def.defaultValue : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { defaultValue: value }
    : {};
};

const noteOf = (key: string, schema: z.core.$ZodType): KeyNote => {
  const note = keyNotes.get(schema);
  if (note === undefined) throw new Error(`${key} is not documented in the schema`);
  return note;
};

/** Every key, in the order of the schema. */
export const configKeys: readonly ConfigKey[] = Object.entries(configSchema.shape).flatMap(
  ([table, schema]) => keysOf(table, schema),
);

/** What holds without the key, for documents. */
export const defaultText = ({ shownDefault, defaultValue, absent }: ConfigKey): string =>
  shownDefault ?? (defaultValue === undefined ? absent : grouped(defaultValue)) ?? 'none';

const grouped = (value: string | number | boolean): string =>
  typeof value === 'number' ? value.toLocaleString('en-US') : String(value);

/** What may stand at a path of the file, to suggest the nearest: tables at the top, keys in a table. */
export const namesAt = (path: readonly PropertyKey[]): readonly string[] => {
  const [table] = path;
  if (path.length < 2) return Object.keys(configSchema.shape);
  return configKeys.filter((key) => key.table === table).map(({ name }) => name);
};
