import { Command } from '@commander-js/extra-typings';
import {
  auditReport,
  benchReport,
  htmlReport,
  kindOfResultFile,
  readBenchResultFile,
  readResultFile,
  renderBenchHtml,
  renderHgrmFiles,
  screenOf,
  terminalReport,
} from '../report/index.ts';
import { lookUpStatement } from './statement-lookup.ts';
import { everySuite } from './suites.ts';
import { assertWritable, writeFiles, writeText } from './text-file.ts';
import { UsageError } from './user-error.ts';

interface ReportOptions {
  readonly html?: string;
  readonly hgrm?: string;
}

/** `mqtt-assay report`: shows a result file as its run did. */
export function reportCommand() {
  return new Command('report')
    .description('show a result file again: of check, audit or bench')
    .argument('<file>', 'result file (NDJSON)')
    .option('--html <file>', 'write the HTML report')
    .option(
      '--hgrm <folder>',
      'write the percentile distributions of a benchmark, for plotters of HdrHistograms',
    )
    .action(async (path, { html, hgrm }) => {
      const options = {
        ...(html === undefined ? {} : { html }),
        ...(hgrm === undefined ? {} : { hgrm }),
      };
      if (html !== undefined) assertWritable(html);
      switch (await kindOfResultFile(path)) {
        case 'check':
          return reportCheck(path, options);
        case 'bench':
          return reportBench(path, options);
      }
    });
}

async function reportCheck(path: string, { html, hgrm }: ReportOptions): Promise<void> {
  if (hgrm !== undefined)
    throw new UsageError(`--hgrm: ${path} is a result of check, and only a result of bench has latencies.`);
  const file = await readResultFile(path);
  const options = { screen: screenOf(process.stdout, process.env), lookup: lookUpStatement };
  const audited = file.cases.some(({ saboteur }) => saboteur !== undefined);
  process.stdout.write(
    audited
      ? auditReport(file, {
          ...options,
          saboteurs: (id) => everySuite.saboteurs.find((one) => one.id === id),
        })
      : terminalReport(file, options),
  );
  if (html !== undefined) writeText(html, htmlReport([file], { lookup: lookUpStatement }));
}

async function reportBench(path: string, { html, hgrm }: ReportOptions): Promise<void> {
  const result = await readBenchResultFile(path);
  process.stdout.write(benchReport(result, { screen: screenOf(process.stdout, process.env) }));
  if (html !== undefined) writeText(html, await renderBenchHtml(result));
  if (hgrm !== undefined) writeFiles(hgrm, await renderHgrmFiles(result));
}
