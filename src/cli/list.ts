import { Command } from '@commander-js/extra-typings';
import { versionsOf } from '../conformance/case.ts';
import { exitCodes } from '../conformance/exit-code.ts';
import { selects } from '../conformance/pattern.ts';
import { everySuite } from './suites.ts';
import { UsageError } from './user-error.ts';

/** `mqtt-assay list`: the cases and the statements that they prove. */
export function listCommand(setExitCode: (code: number) => void) {
  return new Command('list')
    .description('list cases and their statements')
    .argument('[pattern]', 'id glob, statement or section')
    .option('--json', 'as JSON', false)
    .action((pattern, { json }) => {
      const rows = everySuite.suites.flatMap(({ section, cases }) =>
        cases
          .filter((brokerCase) => pattern === undefined || selects(pattern, { brokerCase, section }))
          .map((brokerCase) => ({
            case: brokerCase.id,
            section,
            mqtt: versionsOf(brokerCase),
            statements: brokerCase.proves,
            needs: brokerCase.needs,
          })),
      );
      if (rows.length === 0) {
        throw new UsageError(`no case matches "${pattern ?? ''}".`, exitCodes.nothingMatched);
      }
      setExitCode(exitCodes.conforms);
      if (json) {
        process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
        return;
      }
      const width = Math.max(...rows.map((row) => row.case.length));
      for (const row of rows) {
        const needs = row.needs.length === 0 ? '' : `  needs ${row.needs.join(', ')}`;
        process.stdout.write(`${row.case.padEnd(width)}  ${row.statements.join(' ')}${needs}\n`);
      }
    });
}
