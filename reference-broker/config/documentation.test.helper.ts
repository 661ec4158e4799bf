import { type ConfigKey, configKeys, defaultText } from './keys.ts';

/** The tables of `docs/broker.md`: every key with its flag, default and unit. */
export function documentedKeys(): string {
  const tables = [...new Set(configKeys.map(({ table }) => table))];
  return tables.map(documentedTable).join('\n\n');
}

function documentedTable(table: string): string {
  const keys = configKeys.filter((key) => key.table === table);
  const title = keys[0]?.tables === 'many' ? `[[${table}]]` : `[${table}]`;
  return [
    `### \`${title}\``,
    '',
    '| key | flag | default | unit | what it does |',
    '| --- | --- | --- | --- | --- |',
    ...keys.map(row),
  ].join('\n');
}

function row(key: ConfigKey): string {
  const { name, flag, shortFlag, unit, does } = key;
  const flags = [...(shortFlag === undefined ? [] : [shortFlag]), flag].map((text) => `\`${text}\``);
  return `| \`${name}\` | ${flags.join(', ')} | ${defaultText(key)} | ${unit ?? ''} | ${does} |`;
}
