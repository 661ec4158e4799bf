import { Command } from '@commander-js/extra-typings';
import { auditExitCode } from '../conformance/exit-code.ts';
import { auditReport, screenOf } from '../report/index.ts';
import { countingNumber, mqttOption } from './options.ts';
import { runRequest } from './run-and-report.ts';
import { lookUpStatement } from './statement-lookup.ts';
import { everySuite } from './suites.ts';

/** `mqtt-assay audit`: judges the judge. */
export function auditCommand(setExitCode: (code: number) => void) {
  return new Command('audit')
    .description('run each case behind each lie that it must catch, on the embedded broker')
    .argument('[pattern]', 'only these cases: id glob, statement or section')
    .addOption(mqttOption)
    .option('--out <file.ndjson>', 'write the result file')
    .option('--concurrency <n>', 'most cases at once', countingNumber, 400)
    .action(async (pattern, options) => {
      const { file } = await runRequest({
        targetWords: ['reference', 'restricted'],
        filter: {
          only: pattern === undefined ? [] : [pattern],
          ...(options.mqtt === undefined ? {} : { mqtt: options.mqtt }),
        },
        mode: 'audit',
        warnings: 'strict',
        timeoutFactor: 1,
        concurrency: options.concurrency,
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      process.stdout.write(
        auditReport(file, {
          screen: screenOf(process.stdout, process.env),
          lookup: lookUpStatement,
          saboteurs: (id) => everySuite.saboteurs.find((one) => one.id === id),
        }),
      );
      setExitCode(auditExitCode(file.cases, everySuite.saboteurs, file.end?.aborted));
    });
}
