import { isTable, type Table } from './config-document.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigKey } from './keys.ts';

/** A flag as it was given. */
export interface GivenFlag {
  readonly key: ConfigKey;
  /** As the user wrote it, for messages: `--data-dir`. */
  readonly flag: string;
  /** More than one only for `--listeners.url`. */
  readonly values: readonly string[];
}

/** The document with the flags in it: a flag wins over the file. The schema judges both alike. */
export function withFlags(document: Table, flags: readonly GivenFlag[]): Table {
  const merged: Table = { ...document };
  for (const { key, values } of flags.filter(isSimple)) {
    const table = merged[key.table];
    // What is no table is left as it is, for the schema to refuse.
    if (table !== undefined && !isTable(table)) continue;
    merged[key.table] = { ...table, [key.name]: valueOf(key, values.at(-1) ?? '') };
  }
  const listeners = flags.filter((flag) => !isSimple(flag));
  return listeners.length === 0
    ? merged
    : { ...merged, listeners: listenersBy(merged['listeners'], listeners) };
}

const isSimple = ({ key }: GivenFlag): boolean => key.tables === 'one';

/** A text that is none of its kind stays a text, for the schema to refuse. */
function valueOf({ kind }: ConfigKey, text: string): unknown {
  switch (kind) {
    case 'number': {
      const number = Number(text);
      return text.trim() === '' || Number.isNaN(number) ? text : number;
    }
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    case 'text':
      return text;
  }
}

/** `--listeners.url` replaces the listeners of the file; the other flags are for every listener that speaks TLS. */
function listenersBy(fromFile: unknown, flags: readonly GivenFlag[]): unknown {
  const urls = flags.find(({ key }) => key.name === 'url')?.values;
  const listeners: unknown = urls?.map((url) => ({ url })) ?? fromFile;
  const forTls = flags.filter(({ key }) => key.name !== 'url');
  const [first] = forTls;
  if (first === undefined) return listeners;
  if (!Array.isArray(listeners) || !listeners.some(speaksTls)) {
    const message = `${first.flag} means nothing here: no listener is mqtts:// or wss://; add one with --listeners.url.`;
    throw new ConfigError('bad-config', message);
  }
  const changes = Object.fromEntries(forTls.map(({ key, values }) => [key.name, values.at(-1)]));
  return listeners.map((listener: unknown) =>
    isTable(listener) && speaksTls(listener) ? { ...listener, ...changes } : listener,
  );
}

/** Does this listener, not yet judged, need a certificate? */
const speaksTls = (listener: unknown): boolean =>
  isTable(listener) && typeof listener['url'] === 'string' && needsCertificate(listener['url']);

export const needsCertificate = (url: string): boolean => /^(mqtts|wss):/.test(url);
