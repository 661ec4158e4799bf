import { describe, expect, test } from 'vitest';
import { parseProfile, readProfile } from './profile.ts';
import { TargetError } from './target-error.ts';

const full = `# a broker of ours
name = "ours"
url = "mqtts://127.0.0.1:{port}"
versions = ["3.1.1", "5.0"]
product = "ours 1.0"
concurrency = 8
refusedClientIdentifier = "nobody"
deniedPublishTopic = "denied/topic"
start = ["./broker", "--port={port}"]
startTimeoutSeconds = 40

[credentials]
userName = "ann"
password = "secret"

[tls]
caFile = "ca.pem"

[capabilities]
add = ["outbound-topic-alias"]
remove = ["retain"]

[refusedCredentials]
userName = "ann"
password = "wrong"
`;

const refused: readonly (readonly [what: string, toml: string, message: string])[] = [
  ['no TOML', 'url = "mqtt://h"\nname =\n', 'broker.toml:2: this is not TOML: '],
  ['no url', 'name = "x"\n', 'broker.toml: url is missing: expected a URL such as "mqtt://localhost:1883".'],
  [
    'a wrong type',
    '\n\nurl = "mqtt://h"\n\n\n\nconcurrency = "many"\n',
    'broker.toml:7: concurrency must be a whole number of at least 1, not "many".',
  ],
  [
    'a number that is too small',
    'url = "mqtt://h"\nconcurrency = 0\n',
    'broker.toml:2: concurrency must be a whole number of at least 1, not 0.',
  ],
  [
    'an unknown key',
    'url = "mqtt://h"\nconcurency = 2\n',
    'broker.toml:2: concurency is no key of a profile: did you mean concurrency?',
  ],
  [
    'an unknown key in a table',
    'url = "mqtt://h"\n[tls]\n# why\ncheck = false\n',
    'broker.toml:4: tls.check is no key of a profile.',
  ],
  [
    'a wrong value in a table',
    'url = "mqtt://h"\n[tls]\ncertificateCheck = "off"\n',
    'broker.toml:3: tls.certificateCheck must be "verify" or "skip", not "off".',
  ],
  [
    'a wrong value in an inline table',
    'url = "mqtt://h"\ntls = { certificateCheck = false }\n',
    'broker.toml:2: tls.certificateCheck must be "verify" or "skip", not false.',
  ],
  [
    'no table',
    'url = "mqtt://h"\ncredentials = "ann"\n',
    'broker.toml:2: credentials must be a table, not "ann".',
  ],
  [
    'a table without a key',
    'url = "mqtt://h"\n[credentials]\npassword = "x"\n',
    'broker.toml:2: credentials.userName is missing: expected a user name in quotes.',
  ],
  [
    'a misspelled capability',
    'url = "mqtt://h"\n[capabilities]\nadd = [\n "retained",\n "retain",\n]\n',
    'broker.toml:3: capabilities.add[0] must be the name of a capability, not "retained": did you mean retain?',
  ],
  [
    'a capability both added and removed',
    'url = "mqtt://h"\ncapabilities.add = ["retain"]\ncapabilities.remove = ["retain"]\n',
    'broker.toml:3: capabilities.remove holds retain, and so does capabilities.add.',
  ],
  [
    'a version that nobody speaks',
    'url = "mqtt://h"\nversions = ["3.1"]\n',
    'broker.toml:2: versions[0] must be "3.1.1" or "5.0", not "3.1".',
  ],
  [
    'a bad URL',
    'name = "x"\nurl = "tcp://h"\n',
    'broker.toml:2: url tcp://h has the scheme tcp://, expected mqtt://, mqtts://, ws:// or wss://: did you mean mqtt://?',
  ],
  [
    'credentials twice',
    'url = "mqtt://bob@h"\n[credentials]\nuserName = "ann"\n',
    'broker.toml:1: url carries a user name, and credentials gives another: remove one of them.',
  ],
  [
    'a port that nobody fills in',
    'url = "mqtt://h:{port}"\n',
    'broker.toml:1: url holds {port}, but no word of start does.',
  ],
  [
    'a port that the URL forgets',
    'url = "mqtt://h:1883"\nstart = ["x", "{port}"]\n',
    'broker.toml:1: url must hold {port}, because start does.',
  ],
  [
    'a password that is no text, without repeating it',
    'url = "mqtt://h"\n[credentials]\nuserName = "ann"\npassword = 4711\n',
    'broker.toml:4: credentials.password must be a password in quotes, not a number.',
  ],
  [
    'a key that only looks like one inside a text',
    'name = """\nconcurrency = 1\n"""\nurl = "mqtt://h"\nconcurrency = 1.5\n',
    'broker.toml:5: concurrency must be a whole number of at least 1, not 1.5.',
  ],
];

describe('a profile file', () => {
  test('is understood', () => {
    expect(parseProfile(full, '/profiles/broker.toml')).toEqual({
      facts: {
        name: 'ours',
        url: 'mqtts://127.0.0.1:{port}',
        product: 'ours 1.0',
        versions: ['3.1.1', '5.0'],
        concurrency: 8,
        credentials: { userName: 'ann', password: 'secret' },
        tls: { caFile: '/profiles/ca.pem', certificateCheck: 'verify' },
        capabilities: { add: ['outbound-topic-alias'], remove: ['retain'] },
        refusedCredentials: { userName: 'ann', password: 'wrong' },
        refusedClientIdentifier: 'nobody',
        deniedPublishTopic: 'denied/topic',
      },
      start: { argv: ['./broker', '--port={port}'], directory: '/profiles', timeoutSeconds: 40 },
    });
  });

  test('needs a URL only, and is named after its file', () => {
    const profile = parseProfile('url = "mqtt://ann:secret@h:1883"', '/profiles/mine.toml');
    expect(profile).toEqual({
      facts: { name: 'mine', url: 'mqtt://h:1883', credentials: { userName: 'ann', password: 'secret' } },
    });
  });

  test.each(refused)('with %s is refused', (_what, toml, message) => {
    const attempt = () => parseProfile(toml, 'broker.toml');
    expect(attempt).toThrow(expect.objectContaining({ code: 'bad-profile' }));
    expect(attempt).toThrow(message);
  });

  test('that does not exist is named', async () => {
    await expect(readProfile('/nowhere/broker.toml')).rejects.toThrow(
      new TargetError(
        'bad-profile',
        '/nowhere/broker.toml: the profile cannot be read: there is no such file.',
      ),
    );
  });
});
