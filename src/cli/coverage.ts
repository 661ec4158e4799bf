import { Command } from '@commander-js/extra-typings';
import { coverage, sectionsOf, shareOf } from '../conformance/coverage.ts';
import { exitCodes } from '../conformance/exit-code.ts';
import { protocolVersions } from '../spec/protocol-version.ts';
import { percentage } from './options.ts';
import { everySuite } from './suites.ts';

/** `mqtt-assay coverage`: how much of the standard the cases cover. */
export function coverageCommand(setExitCode: (code: number) => void) {
  return new Command('coverage')
    .description('statements for servers that cases cover, per section and version')
    .option('--min <pct>', 'exit 99 below this share', percentage)
    .action(({ min }) => {
      const rows = coverage(everySuite.suites, everySuite.saboteurs);
      for (const mqtt of protocolVersions) {
        process.stdout.write(`MQTT ${mqtt}\n`);
        for (const section of sectionsOf(rows, mqtt)) {
          process.stdout.write(`  ${section.padEnd(6)}${shareLine(shareOf(rows, { mqtt, section }))}\n`);
        }
        process.stdout.write(`  ${'all'.padEnd(6)}${shareLine(shareOf(rows, { mqtt }))}\n`);
      }
      const { percent } = shareOf(rows);
      process.stdout.write(
        `covered: ${percent.toFixed(1)} % of the statements that a server can be judged by\n`,
      );
      setExitCode(min !== undefined && percent < min ? exitCodes.thresholdBreached : exitCodes.conforms);
    });
}

function shareLine({ covered, excluded, total, percent }: ReturnType<typeof shareOf>): string {
  const due = total - excluded;
  const percentText = due === 0 ? '      -' : `${percent.toFixed(1).padStart(5)} %`;
  return `${String(covered).padStart(4)} of ${String(due).padStart(3)}  ${percentText}  (${excluded} excluded)`;
}
