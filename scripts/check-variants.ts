/**
 * Judges the embedded broker in all of its variants on all transports. Ends with 1 if anything does not pass.
 * The result files lie in `reports/local/variants`.
 *
 * Usage: npm run check:variants             every variant on every transport
 *        npm run check:variants -- --brief  each transport and each variant at least once
 */
import { parseArgs } from 'node:util';
import { embeddedNames } from '../src/cli/presets.ts';
import { runRequest } from '../src/cli/run-and-report.ts';
import { exitCodes } from '../src/conformance/exit-code.ts';
import { type EmbeddedTransport, embeddedTransports } from '../src/target/index.ts';

interface Variant {
  readonly preset: string;
  readonly transport: EmbeddedTransport;
}

const everyVariant: readonly Variant[] = embeddedNames.flatMap((preset) =>
  embeddedTransports.map((transport) => ({ preset, transport })),
);

const isInBrief = ({ preset, transport }: Variant): boolean => preset === 'reference' || transport === 'tcp';

/** Prints one line, and what did not pass below it. */
async function passes({ preset, transport }: Variant): Promise<boolean> {
  const startMs = performance.now();
  const { file, exitCode } = await runRequest({
    targetWords: [preset],
    transport,
    filter: { only: [] },
    mode: 'check',
    warnings: 'strict',
    timeoutFactor: 1,
    concurrency: 150,
    out: `reports/local/variants/${preset}-${transport}.ndjson`,
  });
  const took = `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  const name = `${preset.padEnd(10)} ${transport.padEnd(3)}`;
  console.log(
    `${name}  ${exitCode === exitCodes.conforms ? 'conforms' : 'FAILS'}  ${countsOf(file)}, ${took}`,
  );
  const open = file.cases.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  for (const { case: id, mqtt, verdict } of open) console.log(`  ${verdict} ${id} ${mqtt}`);
  return exitCode === exitCodes.conforms;
}

function countsOf({ cases, end }: Awaited<ReturnType<typeof runRequest>>['file']): string {
  const count = (...verdicts: readonly string[]): number =>
    cases.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const counts = `${count('pass')} passed, ${count('fail', 'warn')} failed, ${count('inconclusive', 'error')} open, ${count('skip')} not applicable`;
  return end?.aborted === undefined ? counts : `${counts}; ${end.aborted}`;
}

const { values } = parseArgs({ options: { brief: { type: 'boolean', default: false } } });
let exitCode = 0;
for (const variant of values.brief ? everyVariant.filter(isInBrief) : everyVariant) {
  if (!(await passes(variant))) exitCode = 1;
}
// A target that died may have left something open that would hold us up; what was printed comes first.
process.stdout.write('', () => process.exit(exitCode));
