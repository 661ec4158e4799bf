import { describe, expect, test } from 'vitest';
import { hgrmFiles } from './hgrm.ts';
import { madeUpBench, madeUpBenchOf } from './made-up-bench.test.helper.ts';

const whole = madeUpBench();

describe('percentile distributions as files', () => {
  const files = hgrmFiles(whole);

  test('are one for each target, stage and metric', () => {
    // Four targets with 4 metrics at QoS 0 and 5 at QoS 1; the skipped one has none.
    expect(files).toHaveLength(4 * (4 + 5));
    expect(files.map(({ name }) => name)).toContain('mosquitto.qos-1.e2e.hgrm');
  });

  test('hold the rounds together, in milliseconds', () => {
    const text = files.find(({ name }) => name === 'mosquitto.qos-1.e2e.hgrm')?.text ?? '';
    expect(text).toMatch(/^\s+Value\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/);
    expect(text).toMatch(/Total count\s+=\s+30000\]/);
    const max = Number(/Max\s+=\s+([\d.]+)/.exec(text)?.[1]);
    expect(max).toBeGreaterThan(100);
    expect(max).toBeLessThan(5000);
  });

  test('have names that cannot leave their folder, and are all different', () => {
    const line = whole.measurements[0];
    if (line === undefined) throw new Error('the made-up result is empty');
    const names = ['../../etc/passwd', '..', 'a/b', 'a b', 'A-B'];
    const found = hgrmFiles(madeUpBenchOf(names.map((target) => ({ ...line, target })))).map(
      ({ name }) => name,
    );
    expect(found).toHaveLength(names.length * 4);
    for (const name of found) expect(name).toMatch(/^[\w-]+(\.[\w-]+)+\.hgrm$/);
    expect(new Set(found.map((name) => name.toLowerCase())).size).toBe(found.length);
  });
});
