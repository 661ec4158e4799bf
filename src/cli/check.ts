import { Command } from '@commander-js/extra-typings';
import { htmlReport, screenOf, terminalReport } from '../report/index.ts';
import { countingNumber, mqttOption, positiveNumber, transportOption } from './options.ts';
import { presets } from './presets.ts';
import { runRequest } from './run-and-report.ts';
import { lookUpStatement } from './statement-lookup.ts';
import { assertWritable, writeText } from './text-file.ts';

/** `mqtt-assay check`: judges brokers. */
export function checkCommand(setExitCode: (code: number) => void) {
  return new Command('check')
    .description('judge one or several brokers, statement by statement')
    .argument(
      '[target...]',
      `URL (mqtt, mqtts, ws, wss), profile file, or one of: ${presets.map(({ name }) => name).join(', ')} (default: reference)`,
    )
    .addOption(mqttOption)
    .addOption(transportOption)
    .option('--only <pattern...>', 'only these cases: id glob, statement or section')
    .option('--out <file.ndjson>', 'write the result file')
    .option('--html <file>', 'write the HTML report')
    .option('--strict', 'a SHOULD not kept fails too', false)
    .option('--timeout-factor <n>', 'stretch every deadline, for slow brokers', positiveNumber, 1)
    .option('--concurrency <n>', 'most cases at once', countingNumber, 150)
    .action(async (targetWords, options) => {
      if (options.html !== undefined) assertWritable(options.html);
      const { file, exitCode } = await runRequest({
        targetWords,
        ...(options.transport === undefined ? {} : { transport: options.transport }),
        filter: {
          only: options.only ?? [],
          ...(options.mqtt === undefined ? {} : { mqtt: options.mqtt }),
        },
        mode: 'check',
        warnings: options.strict ? 'strict' : 'reported',
        timeoutFactor: options.timeoutFactor,
        concurrency: options.concurrency,
        ...(options.out === undefined ? {} : { out: options.out }),
      });
      process.stdout.write(
        terminalReport(file, { screen: screenOf(process.stdout, process.env), lookup: lookUpStatement }),
      );
      if (options.html !== undefined)
        writeText(options.html, htmlReport([file], { lookup: lookUpStatement }));
      setExitCode(exitCode);
    });
}
