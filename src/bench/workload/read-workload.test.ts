import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultVersion, needsOf } from './needs.ts';
import { builtInWorkloads, parseWorkload, readWorkload, WorkloadError } from './read-workload.ts';
import { stagesOf } from './stages.ts';

const names = await builtInWorkloads();

test('there are workloads', () => {
  expect(names.length).toBeGreaterThanOrEqual(20);
  expect(names).toContain('latency');
});

test.each(names)('%s is valid, and each of its stages is one of its own', async (name) => {
  const { workload, text } = await readWorkload(name);
  expect(text).toContain(workload.summary);
  const stages = stagesOf(workload, name);
  expect(new Set(stages.map(({ stage }) => stage.name)).size).toBe(stages.length);
  expect(new Set(stages.map((stage) => JSON.stringify(stage.workload))).size).toBe(stages.length);
  for (const stage of stages)
    expect(needsOf(stage.workload, defaultVersion(workload)).length).toBeGreaterThan(0);
});

/** What is left out of a file stands at the default. */
const smallest = `summary = "s"
scenario = "flows"

[[flows]]
load = { kind = "constant", ratePerSecond = 10 }
`;

test('what a file leaves out has its default', () => {
  const workload = parseWorkload(smallest, 'slow.toml');
  expect(workload).toMatchObject({
    phases: { warmupSeconds: 1, measureSeconds: 5, drainSeconds: 5, connectSeconds: 30 },
    sweep: {},
    thresholds: {},
    backgroundSubscriptions: 0,
  });
  expect('flows' in workload && workload.flows).toEqual([
    {
      name: 'messages',
      publishers: 1,
      subscribers: 1,
      delivery: 'pairs',
      qos: 0,
      payloadBytes: 64,
      topicLevels: 3,
      topicAlias: false,
      retain: false,
      keepAliveSeconds: 60,
      stalledSubscribers: 0,
      load: { kind: 'constant', ratePerSecond: 10 },
    },
  ]);
});

/** The message of the error that a text must give. */
function faultOf(text: string): string {
  try {
    parseWorkload(text, 'slow.toml');
  } catch (error) {
    if (error instanceof WorkloadError && error.code === 'bad-workload') return error.message;
    throw error;
  }
  return 'no error';
}

/** The whole of a text, or a part that a pattern picks. */
const asPattern = (says: string | RegExp): unknown =>
  typeof says === 'string' ? says : expect.stringMatching(says);

describe('a wrong file is told by line, key and what was expected', () => {
  test.each([
    { add: 'qos = 3', says: 'slow.toml:6: flows[0].qos must be 0, 1 or 2, not 3.' },
    { add: 'qps = 3', says: 'slow.toml:6: flows[0].qps is no key of a workload: did you mean qos?' },
    {
      add: 'publisherz = 3',
      says: 'slow.toml:6: flows[0].publisherz is no key of a workload: did you mean publishers?',
    },
    {
      add: 'publishers = 0',
      says: 'slow.toml:6: flows[0].publishers must be a whole number of at least 1, not 0.',
    },
    {
      add: 'subscribers = 1.5',
      says: 'slow.toml:6: flows[0].subscribers must be a whole number of at least 0, not 1.5.',
    },
    {
      add: 'payloadBytes = 15',
      says: 'slow.toml:6: flows[0].payloadBytes must be a number of bytes from 16 (what a message must carry to be accounted for) to 16777216, not 15.',
    },
    {
      add: 'topicLevels = 2',
      says: 'slow.toml:6: flows[0].topicLevels must be a whole number from 3 to 100, not 2.',
    },
    {
      add: 'topicLevels = "many"',
      says: 'slow.toml:6: flows[0].topicLevels must be a whole number from 3 to 100, not "many".',
    },
    { add: 'retain = "yes"', says: 'slow.toml:6: flows[0].retain must be true or false, not "yes".' },
    {
      add: 'delivery = "all"',
      says: 'slow.toml:6: flows[0].delivery must be "pairs" (topic n has subscriber n), "everyone" (each subscriber gets all topics) or "shared" (one Shared Subscription), not "all".',
    },
    {
      add: 'stalledSubscribers = 1',
      says: 'slow.toml:6: flows[0].stalledSubscribers needs delivery = "everyone".',
    },
    {
      add: 'stalledSubscribers = 1\ndelivery = "everyone"',
      says: 'slow.toml:6: flows[0].stalledSubscribers must leave a subscriber that reads.',
    },
    {
      add: '[[flows]]\nload = { kind = "closed", inflight = 1 }',
      says: `slow.toml:6: flows[1].name is "messages", and so is another flow's.`,
    },
    {
      add: '[phases]\nmeasureSeconds = 0',
      says: 'slow.toml:7: phases.measureSeconds must be a number of seconds above 0, not 0.',
    },
    {
      add: '[phases]\nmeasureSecond = 1',
      says: 'slow.toml:7: phases.measureSecond is no key of a workload: did you mean measureSeconds?',
    },
    {
      add: '[sweep]\nqos = []',
      says: 'slow.toml:7: sweep.qos must be a list with at least one value, not [].',
    },
    { add: '[sweep]\nqos = [0, 4]', says: 'slow.toml:7: sweep.qos[1] must be 0, 1 or 2, not 4.' },
    {
      add: '[sweep]\nconnections = [1]',
      says: 'slow.toml:7: sweep.connections means nothing to the scenario "flows".',
    },
    {
      add: '[sweep]\nstalledSubscribers = [0, 1]',
      says: 'slow.toml:7: sweep.stalledSubscribers needs delivery = "everyone".',
    },
    {
      add: 'delivery = "everyone"\nsubscribers = 2\n[sweep]\nstalledSubscribers = [0, 1, 2]',
      says: 'slow.toml:9: sweep.stalledSubscribers must leave a subscriber that reads.',
    },
    {
      add: '[thresholds]\n"e2e.p98" = "<5ms"',
      says: /^slow\.toml:7: thresholds\.e2e\.p98 cannot be understood: "e2e\.p98 <5ms" is no threshold: expected for example/,
    },
    {
      add: '[thresholds]\nloss = 0',
      says: 'slow.toml:7: thresholds.loss must be a limit such as "<25ms", "==0" or ">=1000", not 0.',
    },
    {
      add: '[thresholds]\nloss = { limit = "zero" }',
      says: /^slow\.toml:7: thresholds\.loss cannot be understood: "loss zero"/,
    },
    { add: 'a = = 1', says: /^slow\.toml:6: this is not TOML: / },
  ])('$add', ({ add, says }) => {
    const message = faultOf(`${smallest}${add}\n`);
    expect(message).toEqual(asPattern(says));
  });

  const loadText = (load: string) =>
    `summary = "s"\nscenario = "flows"\n[[flows]]\nqos = 1\nload = ${load}\n`;
  const loads = 'a table with kind = "constant", "poisson", "ramp", "burst", "steps" or "closed"';
  test.each([
    {
      load: '{ kind = "even", ratePerSecond = 1 }',
      says: `slow.toml:5: flows[0].load.kind must be ${loads}, not "even".`,
    },
    {
      load: '{ kind = "constant", ratePerSecond = 0 }',
      says: 'slow.toml:5: flows[0].load.ratePerSecond must be a number of messages per second above 0, not 0.',
    },
    {
      load: '{ kind = "constant" }',
      says: 'slow.toml:5: flows[0].load.ratePerSecond is missing: expected a number of messages per second above 0.',
    },
    {
      load: '{ kind = "closed", inflight = 70000 }',
      says: 'slow.toml:5: flows[0].load.inflight must be at most 60000, not 70000.',
    },
    {
      load: '{ kind = "closed", inflight = 0 }',
      says: 'slow.toml:5: flows[0].load.inflight must be a whole number of at least 1, not 0.',
    },
  ])('load = $load', ({ load, says }) => {
    expect(faultOf(loadText(load))).toBe(says);
  });

  test.each([
    { text: 'scenario = "flows"', says: 'slow.toml: summary is missing: expected a text in quotes.' },
    {
      text: 'summary = "s"\nscenario = "flows"',
      says: 'slow.toml: flows is missing: expected at least one [[flows]] table.',
    },
    {
      text: 'summary = "s"\nscenario = "flow"',
      says: /^slow\.toml:2: scenario must be one of "flows", "throughput", .*, not "flow"/,
    },
    {
      text: 'summary = "s"\nscenario = "connect-storm"\natOnce = 0',
      says: 'slow.toml:3: atOnce must be a whole number of at least 1, not 0.',
    },
    {
      text: 'summary = "s"\nscenario = "connect-storm"\n[sweep]\npayloadBytes = [16]',
      says: 'slow.toml:4: sweep.payloadBytes means nothing to the scenario "connect-storm".',
    },
  ])('$text', ({ text, says }) => {
    expect(faultOf(text)).toEqual(asPattern(says));
  });

  test('the objective of a search', () => {
    const text = `summary = "s"
scenario = "throughput"
[search]
objective = { "e2e.p99" = "<50" }
[[flows]]
load = { kind = "constant", ratePerSecond = 10 }
`;
    expect(faultOf(text)).toMatch(
      /search\.objective\.e2e\.p99 cannot be understood: "e2e\.p99 <50" is no threshold/,
    );
    expect(faultOf(text.replace('<50', '<50ms'))).toBe('no error');
  });
});

const whole = `summary = "s"
scenario = "throughput"
phases = { warmupSeconds = 1, measureSeconds = 1, drainSeconds = 1, connectSeconds = 1 }
sweep = { qos = [0], payloadBytes = [16], topicAlias = [true], stalledSubscribers = [1], backgroundSubscriptions = [1] }
thresholds = { loss = "==0" }
backgroundSubscriptions = 1
search = { startPerSecond = 1, stepSeconds = 1, precision = 0.1, objective = { loss = "==0" } }
[[flows]]
name = "a"
publishers = 2
subscribers = 2
delivery = "everyone"
qos = 1
subscriptionQoS = 0
payloadBytes = 16
topicLevels = 4
topicAlias = true
retain = true
keepAliveSeconds = 5
stalledSubscribers = 1
load = { kind = "poisson", ratePerSecond = 1, seed = 1 }
`;

test('a value of a wrong kind is answered in words of our own, whatever the key', () => {
  expect(faultOf(whole)).toBe('no error');
  const keys = [...whole.matchAll(/\b(\w+) = /g)].map(({ index, 1: key = '' }) => ({
    key,
    from: index + key.length + 3,
  }));
  for (const { key, from } of keys) {
    const value = /^(\{.*?\}|\[.*?\]|"[^"]*"|[\w.]+)/.exec(whole.slice(from))?.[0] ?? '';
    const wrong = value.startsWith('"') ? '7' : '"many"';
    // Of a table in a table, the greedy end would be another's.
    const text =
      key === 'search'
        ? whole.replace(/^search = .*$/m, 'search = 7')
        : whole.slice(0, from) + wrong + whole.slice(from + value.length);
    expect(faultOf(text)).toMatch(
      /^slow\.toml:\d+: [\w.[\]]+ must be (?!Invalid|Too)[a-z0-9"].*, not (7|"many")/,
    );
  }
});

describe('a workload by its name or file', () => {
  test('of the user', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'workload-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'slow.toml');
    await writeFile(file, smallest);
    const named = await readWorkload(file);
    expect(named).toMatchObject({ name: 'slow', text: smallest, overrides: {} });
  });

  test.each([
    { name: 'latencies', says: 'there is no workload "latencies": did you mean latency?' },
    {
      name: 'nothing-like-it',
      says: /^there is no workload "nothing-like-it": expected one of connect-storm, .*, or a file/,
    },
    { name: 'no/such.toml', says: 'no/such.toml: the workload cannot be read: there is no such file.' },
  ])('$name is none', async ({ name, says }) => {
    const error: unknown = await readWorkload(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'no-workload', message: asPattern(says) });
  });
});
