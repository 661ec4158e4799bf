import { describe, expect, test } from 'vitest';
import { workloadParameters } from './workload-parameters.ts';

describe('the parameters of a workload file', () => {
  test('are what it sets, table by table, but for what stands elsewhere', () => {
    const text = `
      summary = "s"
      scenario = "flows"
      backgroundSubscriptions = 3
      [[flows]]
      name = "up"
      qos = 1
      load = { kind = "steps", ratesPerSecond = [10, 20] }
      [[flows]]
      publishers = 2
      [phases]
      measureSeconds = 5.5
      [sweep]
      qos = [0, 1]
      [thresholds]
      lost = "==0"
    `;
    expect(workloadParameters(text)).toEqual([
      { name: '', values: ['backgroundSubscriptions 3'] },
      { name: 'flows "up"', values: ['qos 1', 'load steps, ratesPerSecond [10, 20]'] },
      { name: 'flows', values: ['publishers 2'] },
      { name: 'phases', values: ['measureSeconds 5.5'] },
    ]);
  });

  test('of a file that cannot be read are none', () => {
    expect(workloadParameters('= nonsense')).toEqual([]);
  });
});
