import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunContext } from '../../src/bench/run/run-context.ts';
import { profiled } from './contender.ts';
import { measureFlows } from './measure-flows.ts';
import type { Row } from './row.ts';

const folder = join('reports', 'local', 'profile');
const shown = 25;
/** What the start costs is in the profile too: it must not be most of it. */
const leastSeconds = 5;

/** What Node.js writes with --cpu-prof, as far as it is read here. */
const cpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
});

/**
 * Runs one row with the reference broker alone, under --cpu-prof, and prints where its time went.
 *
 * @returns the file, for a tool that shows it whole
 */
export async function profileRow(
  context: RunContext,
  row: Row,
  { seconds }: { readonly seconds: number },
): Promise<string | undefined> {
  if (row.task.kind !== 'flows') return undefined;
  const own = row.task.runs.find(({ contender }) => contender.side === 'reference');
  if (own === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  const before = new Set(await readdir(folder));
  const runs = [{ ...own, contender: profiled(folder) }];
  const [entry] = await measureFlows(
    { ...context, mqtt: row.task.mqtt },
    { name: row.name, runs, rounds: 1, seconds: Math.max(seconds, leastSeconds), isLatency: false },
  );
  const file = (await readdir(folder)).find((name) => name.endsWith('.cpuprofile') && !before.has(name));
  if (file === undefined) throw new Error(`${row.name}: the broker left no profile in ${folder}.`);
  const rate = Math.round(entry?.values.rate?.[0] ?? Number.NaN).toLocaleString('en');
  console.log(`${row.work}: ${rate}/s under the profiler. Self time:`);
  for (const line of hottest(await readFile(join(folder, file), 'utf8'))) console.log(`  ${line}`);
  return join(folder, file);
}

function hottest(text: string): readonly string[] {
  const { nodes, samples } = cpuProfile.parse(JSON.parse(text));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const counts = new Map<string, number>();
  let busy = 0;
  for (const sample of samples) {
    const name = frames.get(sample) ?? '?';
    if (name.startsWith('(idle)')) continue;
    busy += 1;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, shown)
    .map(([name, count]) => `${((count / busy) * 100).toFixed(1).padStart(5)} %  ${name}`);
}

function nameOf(frame: { functionName: string; url: string; lineNumber: number }): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  if (frame.url === '') return name;
  return `${name}  ${frame.url.replace(/^.*\/(dist\/)?(?=(src|reference-broker|node_modules)\/)/, '')}:${frame.lineNumber + 1}`;
}
