import { parse } from 'smol-toml';

/** A table of a workload file in one line. */
export interface ParameterGroup {
  /** `flows`, `phases`; empty for the head of the file. */
  readonly name: string;
  readonly values: readonly string[];
}

/** What has a place of its own in a report. */
const saidElsewhere = new Set(['summary', 'scenario', 'sweep', 'thresholds']);

/** The parameters of a workload file, as it writes them; none where the file cannot be read. */
export function workloadParameters(text: string): readonly ParameterGroup[] {
  const head: string[] = [];
  const groups: ParameterGroup[] = [];
  for (const [name, value] of Object.entries(parsed(text))) {
    if (saidElsewhere.has(name)) continue;
    if (isTable(value)) groups.push({ name, values: flat(value) });
    else if (isListOfTables(value)) groups.push(...value.map((table) => groupOf(name, table)));
    else head.push(`${name} ${scalar(value)}`);
  }
  return [...(head.length === 0 ? [] : [{ name: '', values: head }]), ...groups];
}

function groupOf(list: string, table: Table): ParameterGroup {
  const { name, ...rest } = table;
  return { name: typeof name === 'string' ? `${list} "${name}"` : list, values: flat(rest) };
}

/** `load = { kind = "constant", ratePerSecond = 1000 }` is `load constant, ratePerSecond 1000`. */
function flat(table: Table): readonly string[] {
  return Object.entries(table).map(([name, value]) => {
    if (!isTable(value)) return `${name} ${scalar(value)}`;
    const { kind, ...rest } = value;
    const parts = flat(rest);
    return `${name} ${[...(kind === undefined ? [] : [scalar(kind)]), ...parts].join(', ')}`;
  });
}

type Table = Readonly<Record<string, unknown>>;

function parsed(text: string): Table {
  try {
    return parse(text);
  } catch {
    // The file stands in the report word for word; a summary of it is a convenience.
    return {};
  }
}

function scalar(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isListOfTables(value: unknown): value is readonly Table[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable);
}
