import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { linesOfBench, madeUpBench } from '../report/bench/made-up-bench.test.helper.ts';
import { believableFile, linesOf, ndjsonOf } from '../report/made-up-result.test.helper.ts';
import { reportCommand } from './report.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mqtt-assay-report-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Runs the command on a file of these lines, and gives back what it printed. */
async function report(lines: string, ...flags: readonly string[]): Promise<string> {
  const path = join(folder, 'result.ndjson');
  writeFileSync(path, lines);
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  await reportCommand().parseAsync([path, ...flags], { from: 'user' });
  return printed;
}

const bench = linesOfBench(madeUpBench())
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');
const check = ndjsonOf(linesOf(believableFile()));

describe('report', () => {
  test('shows a benchmark, as a page and as distributions too', async () => {
    const page = join(folder, 'page.html');
    const distributions = join(folder, 'distributions');
    const printed = await report(bench, '--html', page, '--hgrm', distributions);
    expect(printed).toMatch(/^sensors {2}50 publishers/);
    expect(readFileSync(page, 'utf8')).toContain('<title>sensors: reference, mosquitto');
    const files = readdirSync(distributions);
    expect(files).toHaveLength(36);
    expect(readFileSync(join(distributions, files[0] ?? ''), 'utf8')).toContain('1/(1-Percentile)');
  });

  test('shows a check as check does', async () => {
    const page = join(folder, 'page.html');
    expect(await report(check, '--html', page)).toMatch(/mosquitto breaks 8 statements of MQTT 5\.0/);
    expect(readFileSync(page, 'utf8')).toContain('MQTT conformance');
  });

  test('knows that a check has no latencies', async () => {
    await expect(report(check, '--hgrm', folder)).rejects.toThrow(/only a result of bench has latencies/);
  });

  test('says of a damaged histogram that the file is damaged', async () => {
    const damaged = bench.replace(/"HIST[^"]{12}/, '"HISTAAAAAAAAAAAA');
    expect(damaged).not.toBe(bench);
    await expect(report(damaged, '--html', join(folder, 'page.html'))).rejects.toMatchObject({
      code: 'not-a-result-line',
      message: expect.stringContaining('the file is damaged'),
    });
  });
});
