import { type Command, Option } from '@commander-js/extra-typings';
import {
  type ConfigKey,
  configKeys,
  defaultText,
  type GivenFlag,
} from '../../reference-broker/config/index.ts';

/** The key that `--port` and `--host` are short for. */
export const urlKey: ConfigKey = keyOf('--listeners.url');

function keyOf(flag: ConfigKey['flag']): ConfigKey {
  const found = configKeys.find((key) => key.flag === flag);
  if (found === undefined) throw new Error(`${flag} is no flag of the broker`);
  return found;
}

/** A flag for each key of the configuration, grouped in the help as the tables of the file are. */
export function configOptions(): readonly Option[] {
  return configKeys.map(optionOf);
}

function optionOf(key: ConfigKey): Option {
  const { flag, shortFlag, tables, table } = key;
  const flags = `${shortFlag === undefined ? '' : `${shortFlag}, `}${flag} <${placeholderOf(key)}>`;
  const option = new Option(flags, descriptionOf(key)).argParser(collect);
  return option.helpGroup(tables === 'many' ? `[[${table}]]` : `[${table}]`);
}

/** Every value that was given: the schema judges them, and whether there may be several. */
function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

function placeholderOf({ kind, unit, names }: ConfigKey): string {
  if (kind === 'boolean') return 'true|false';
  return unit ?? names ?? (kind === 'number' ? 'n' : 'text');
}

/** Markdown is for the documents. */
function descriptionOf(key: ConfigKey): string {
  return `${key.does} (default: ${defaultText(key)})`.replace(/`|\[([^\]]+)\]\([^)]*\)/g, '$1');
}

/** The flags of the configuration that were given. */
export function givenFlags(command: Pick<Command, 'getOptionValue' | 'options'>): readonly GivenFlag[] {
  return configKeys.flatMap((key) => {
    const option = command.options.find(({ long }) => long === key.flag);
    const values: unknown = option && command.getOptionValue(option.attributeName());
    return Array.isArray(values)
      ? [{ key, flag: key.shortFlag ?? key.flag, values: values.map(String) }]
      : [];
  });
}
