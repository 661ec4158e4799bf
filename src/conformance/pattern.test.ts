import { describe, expect, it } from 'vitest';
import { brokerCase } from './case.ts';
import { sectionOf, selects } from './pattern.ts';

const selection = {
  section: '3.1',
  brokerCase: brokerCase(
    'connect/will/is-published',
    { proves: ['3.1.1/MQTT-3.1.2-8', '5.0/MQTT-3.1.2-8'] },
    async () => undefined,
  ),
};

describe('a pattern', () => {
  it.each([
    ['connect/**', true],
    ['connect/*', false],
    ['connect/*/*', true],
    ['connect/will/is-published', true],
    ['**/is-published', true],
    ['publish/**', false],
    ['5.0/MQTT-3.1.2-8', true],
    ['5.0/MQTT-3.1.2-*', true],
    ['5.0/MQTT-3.1.2-9', false],
    ['3.1', true],
    ['3.1.2', true],
    ['3', true],
    ['3.12', false],
    ['3.1.3', false],
    ['connect.will.is-published', false],
  ])('%s selects the case: %s', (pattern, selected) => {
    expect(selects(pattern, selection)).toBe(selected);
  });

  it('knows the section of a statement', () => {
    expect(sectionOf('5.0/MQTT-3.1.2-24')).toBe('3.1.2');
    expect(sectionOf('5.0/U-3.1.2.11.2-1')).toBe('3.1.2.11.2');
  });
});
