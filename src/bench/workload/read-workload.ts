import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest, parseTomlFile, type TomlFileKind } from '../../target/index.ts';
import { checkWorkload } from './check-workload.ts';
import type { NamedWorkload } from './named-workload.ts';
import { type Workload, workloadSchema } from './schema.ts';

/**
 * A workload that cannot be had. The code is the contract, the message is for people.
 *
 * - `bad-workload`: the file says something that cannot be meant.
 * - `no-workload`: there is none of this name, and no such file.
 */
export class WorkloadError extends Error {
  override readonly name = 'WorkloadError';
  readonly code: 'bad-workload' | 'no-workload';

  constructor(code: WorkloadError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const ending = '.toml';

const workloadKind: TomlFileKind = {
  noun: 'workload',
  fail: (message, options) => new WorkloadError('bad-workload', message, options),
  candidates: (path) => knownKeys(path),
};

/** Names of the workloads that come with mqtt-assay. */
export async function builtInWorkloads(): Promise<readonly string[]> {
  const files = await readdir(builtInFolder());
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/**
 * The workload of a name, or of a file of the user's.
 *
 * @throws WorkloadError: `slow.toml:7: flows[0].qos must be 0, 1 or 2, not 3.`
 */
export async function readWorkload(nameOrFile: string): Promise<NamedWorkload> {
  const names = await builtInWorkloads();
  if (names.includes(nameOrFile))
    return await readFrom(fileURLToPath(new URL(`${nameOrFile}${ending}`, builtInFolder())));
  if (nameOrFile.endsWith(ending) || (nameOrFile !== '' && existsSync(nameOrFile)))
    return await readFrom(nameOrFile);
  const typo = nearest(nameOrFile, names);
  const hint =
    typo === undefined
      ? `expected one of ${names.join(', ')}, or a file that ends with .toml`
      : `did you mean ${typo}`;
  throw new WorkloadError(
    'no-workload',
    `there is no workload "${nameOrFile}": ${hint}${typo === undefined ? '.' : '?'}`,
  );
}

async function readFrom(file: string): Promise<NamedWorkload> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : String(error);
    throw new WorkloadError('no-workload', `${file}: the workload cannot be read: ${reason}.`, {
      cause: error,
    });
  }
  return {
    name: basename(file).replace(/\.toml$/, ''),
    text,
    workload: parseWorkload(text, file),
    overrides: {},
  };
}

/**
 * Understands the text of a workload file; `file` is its path, for messages.
 *
 * @throws WorkloadError `bad-workload`
 */
export function parseWorkload(text: string, file: string): Workload {
  const { data, fault } = parseTomlFile(text, file, workloadSchema, workloadKind);
  checkWorkload(data, fault);
  return data;
}

/** The files are text that nothing compiles: they lie in the sources, also beside a build. */
function builtInFolder(): URL {
  const beside = new URL('../workloads/', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../../../src/bench/workloads/', import.meta.url);
}

/** The keys of a table of a workload file, to suggest the nearest. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const [first] = path;
  const top = [
    'summary',
    'scenario',
    'phases',
    'sweep',
    'thresholds',
    'flows',
    'search',
    'backgroundSubscriptions',
  ];
  if (path.length === 1) return top;
  if (first === 'phases') return ['warmupSeconds', 'measureSeconds', 'drainSeconds', 'connectSeconds'];
  if (first !== 'flows') return [];
  return [
    'name',
    'publishers',
    'subscribers',
    'delivery',
    'qos',
    'subscriptionQoS',
    'payloadBytes',
    'topicLevels',
    'topicAlias',
    'retain',
    'keepAliveSeconds',
    'session',
    'stalledSubscribers',
    'load',
    'ratePerSecond',
  ];
}
