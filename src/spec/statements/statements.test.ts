import { describe, expect, it } from 'vitest';
import { numberedIds311, unnumberedIds311 } from './ids-3.1.1.ts';
import { numberedIds50, unnumberedIds50 } from './ids-5.0.ts';
import { findStatement, sectionOfStandard, statements } from './index.ts';

describe('the statement tables', () => {
  it.each([
    ['3.1.1', [...numberedIds311, ...unnumberedIds311], 141, 98],
    ['5.0', [...numberedIds50, ...unnumberedIds50], 251, 357],
  ] as const)('hold every statement of %s exactly once', (mqtt, source, numbered, unnumbered) => {
    const ids = statements.map(({ id }) => id).filter((id) => id.startsWith(`${mqtt}/`));
    expect([...ids].sort()).toEqual([...source].sort());
    expect(ids).toHaveLength(numbered + unnumbered);
    expect(ids.filter((id) => id.includes('/MQTT-'))).toHaveLength(numbered);
  });

  it('say in at most 140 characters what each statement demands', () => {
    const wrong = statements.filter(({ summary }) => summary.length > 140 || !summary.endsWith('.'));
    expect(wrong).toEqual([]);
  });

  it('do not repeat themselves', () => {
    for (const mqtt of ['3.1.1', '5.0']) {
      const summaries = statements
        .filter(({ id }) => id.startsWith(`${mqtt}/`))
        .map(({ summary }) => summary);
      expect(new Set(summaries).size).toBe(summaries.length);
    }
  });

  it('link every statement to its section of the standard', () => {
    const unlinked = statements.filter(({ id, section }) => {
      const mqtt = id.startsWith('5.0/') ? '5.0' : '3.1.1';
      return sectionOfStandard(mqtt, section) === undefined;
    });
    expect(unlinked.map(({ id, section }) => `${id} in ${section}`)).toEqual([]);
  });

  it('exclude only with a reason', () => {
    const reasons = statements.flatMap(({ excluded }) => excluded ?? []);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => reason.length <= 10)).toEqual([]);
  });

  it('find a statement by its id, and nothing by another', () => {
    expect(findStatement('5.0/MQTT-3.1.2-24')?.section).toBe('3.1.2.11.4');
    expect(findStatement('MQTT-3.1.2-24')).toBeUndefined();
  });
});
