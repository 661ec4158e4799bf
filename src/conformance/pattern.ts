import type { BrokerCase } from './case.ts';

/** What a PATTERN of the command line selects. */
export interface Selection {
  readonly brokerCase: BrokerCase;
  readonly section: string;
}

/**
 * True when the pattern names the case: by a glob over its id (`connect/**`), by a statement that it proves
 * (`5.0/MQTT-3.1.2-*`), or by its section (`3.1`, which includes 3.1.2).
 */
export function selects(pattern: string, { brokerCase, section }: Selection): boolean {
  if (/^\d+(\.\d+)*$/.test(pattern)) {
    return [section, ...brokerCase.proves.map(sectionOf)].some(
      (s) => s === pattern || s.startsWith(`${pattern}.`),
    );
  }
  const expression = globExpression(pattern);
  if (/^(3\.1\.1|5\.0)\//.test(pattern))
    return brokerCase.proves.some((statement) => expression.test(statement));
  return expression.test(brokerCase.id);
}

/** `5.0/MQTT-3.1.2-24` -> `3.1.2`. */
export function sectionOf(statement: string): string {
  return /(?:MQTT|U)-([\d.]+)-\d+$/.exec(statement)?.[1] ?? '';
}

/** True when the glob names the id: `*` stays within a part, `**` does not. */
export function matchesGlob(glob: string, id: string): boolean {
  return globExpression(glob).test(id);
}

function globExpression(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => {
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
