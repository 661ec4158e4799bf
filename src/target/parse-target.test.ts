import { describe, expect, test } from 'vitest';
import type { TargetSpec } from './parse-target.ts';
import { parseTarget } from './parse-target.ts';
import { TargetError } from './target-error.ts';

const names = {
  presetNames: ['reference', 'restricted', 'mosquitto', 'aedes'],
  fileExists: (file: string) => file === 'brokers/mine',
};

const understood: readonly (readonly [given: string | undefined, spec: TargetSpec])[] = [
  [undefined, { kind: 'preset', name: 'reference' }],
  ['mosquitto', { kind: 'preset', name: 'mosquitto' }],
  ['mqtt://localhost', { kind: 'url', url: 'mqtt://localhost' }],
  ['mqtt://localhost:1883/', { kind: 'url', url: 'mqtt://localhost:1883' }],
  ['mqtts://[::1]:8883', { kind: 'url', url: 'mqtts://[::1]:8883' }],
  ['ws://h:80/mqtt?x=1', { kind: 'url', url: 'ws://h/mqtt?x=1' }],
  ['mqtt://ann@h', { kind: 'url', url: 'mqtt://h', credentials: { userName: 'ann' } }],
  [
    'wss://ann:p%40ss@h/a',
    { kind: 'url', url: 'wss://h/a', credentials: { userName: 'ann', password: 'p@ss' } },
  ],
  ['broker.toml', { kind: 'profile', file: 'broker.toml' }],
  ['brokers/mine', { kind: 'profile', file: 'brokers/mine' }],
];

const refused: readonly (readonly [given: string, message: string])[] = [
  ['mosquito', '"mosquito" is no URL, preset or profile file: did you mean the preset mosquitto?'],
  ['Reference', '"Reference" is no URL, preset or profile file: did you mean the preset reference?'],
  [
    'localhost:1883',
    '"localhost:1883" is no URL, preset or profile file: did you mean mqtt://localhost:1883?',
  ],
  [
    'emqx',
    '"emqx" is no URL, preset or profile file: expected for example mqtt://localhost:1883, one of reference, restricted, mosquitto, aedes, or broker.toml.',
  ],
  [
    '',
    '"" is no URL, preset or profile file: expected for example mqtt://localhost:1883, one of reference, restricted, mosquitto, aedes, or broker.toml.',
  ],
  [
    'tcp://h:1883',
    'tcp://h:1883 has the scheme tcp://, expected mqtt://, mqtts://, ws:// or wss://: did you mean mqtt://?',
  ],
  ['amqp://h', 'amqp://h has the scheme amqp://, expected mqtt://, mqtts://, ws:// or wss://.'],
  ['mqtt://', 'mqtt:// has no host: expected mqtt://host:port.'],
  ['mqtt://h:99999', 'mqtt://h:99999 cannot be read: expected mqtt://host:port.'],
  ['mqtt://h:0', 'mqtt://h:0 has port 0: expected a port from 1 to 65535.'],
  ['mqtt://h/topic', 'mqtt://h/topic has a path, which only ws:// and wss:// can carry.'],
  ['ws://h/mqtt#x', 'ws://h/mqtt#x has a fragment: remove what follows the #.'],
  ['mqtt://:secret@h', 'mqtt://:***@h has a password without a user name.'],
  [
    'mqtt://ann:50%@h',
    'mqtt://ann:***@h has a % in its user name or password that is no escape: write it as %25.',
  ],
];

describe('the TARGET of a command line', () => {
  test.each(understood)('%s is understood', (given, spec) => {
    expect(parseTarget(given, names)).toEqual(spec);
  });

  test.each(refused)('%s is refused', (given, message) => {
    const attempt = () => parseTarget(given, names);
    expect(attempt).toThrow(new TargetError('bad-target', message));
    expect(attempt).toThrow(expect.objectContaining({ code: 'bad-target' }));
  });
});
