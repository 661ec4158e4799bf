import type { CaseLine } from '../conformance/result.ts';
import type { ResultFile } from './read-result.ts';
import { compareStatements } from './sections.ts';

/**
 * The order in which reports show cases: by target as given, by version, by the first statement that is blamed
 * (else proved), by name. The order of the file is that of chance, since cases run at once.
 */
export function compareCases(file: ResultFile): (a: CaseLine, b: CaseLine) => number {
  const place = new Map(file.run.targets.map((target, index) => [target.name, index]));
  return (a, b) =>
    (place.get(a.target) ?? 0) - (place.get(b.target) ?? 0) ||
    compareText(b.mqtt, a.mqtt) ||
    compareStatements(leading(a), leading(b)) ||
    compareText(a.case, b.case);
}

function leading(line: CaseLine): string {
  return line.findings?.[0]?.statements[0] ?? line.statements[0] ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
