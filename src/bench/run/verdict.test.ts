import { describe, expect, test } from 'vitest';
import { createHistogram, distributionOf } from '../recorder/histogram.ts';
import type { Accounting, CalibrationLine, Distribution } from '../result.ts';
import { type Evidence, type Judged, verdictOf } from './verdict.ts';

function allAt(micros: number): Distribution {
  const histogram = createHistogram();
  histogram.recordValue(micros);
  const distribution = distributionOf(histogram);
  if (distribution === undefined) throw new Error('an empty histogram');
  return distribution;
}

const accounting: Accounting = {
  sent: 5000,
  acknowledged: 5000,
  refused: 0,
  expected: 5000,
  delivered: 5000,
  lost: 0,
  duplicated: 0,
  reordered: 0,
};

const flow = (qos: number, changes: Partial<Accounting> = {}, name = 'messages') => ({
  ...accounting,
  ...changes,
  name,
  qos,
});

const quiet: Judged = {
  ratePerSecond: 1000,
  sentPerSecond: 1000,
  offeredPerSecond: 1000,
  ofCeiling: 0.1,
  latencies: { e2e: allAt(500), lateness: allAt(5) },
  flows: [flow(1)],
  total: accounting,
  generator: { busy: 0.2, loopDelayP99: 500, longestGcPause: 900 },
  usage: { cpuCores: 0.3, memoryBytes: 1 },
  unit: 'delivered',
};

const calibration: CalibrationLine = {
  type: 'calibration',
  stage: 'latency',
  ceilingPerSecond: 10_000,
  unit: 'delivered',
  bound: 'generator',
};

const judge = (changes: Partial<Judged> = {}, evidence: Partial<Evidence> = {}) =>
  verdictOf({
    judged: { ...quiet, ...changes },
    calibration,
    unsent: 0,
    missedShare: 0,
    cores: 4,
    ...evidence,
  });

test('a quiet measurement without loss is valid, and there is nothing to say about it', () => {
  expect(judge()).toEqual({ status: 'valid', advice: [], notes: [] });
});

describe('a broken guarantee', () => {
  test.each([
    { what: 'a loss at QoS 0', flow: flow(0, { lost: 3 }), status: 'valid' },
    { what: 'a loss at QoS 1', flow: flow(1, { lost: 3 }), status: 'failed' },
    { what: 'a loss at QoS 2', flow: flow(2, { lost: 3 }), status: 'failed' },
    { what: 'a duplicate at QoS 0', flow: flow(0, { duplicated: 3 }), status: 'valid' },
    { what: 'a duplicate at QoS 1', flow: flow(1, { duplicated: 3 }), status: 'valid' },
    { what: 'a duplicate at QoS 2', flow: flow(2, { duplicated: 3 }), status: 'failed' },
  ])('$what: $status', ({ flow: one, status }) => {
    expect(judge({ flows: [one] }).status).toBe(status);
  });

  test('it is named with its flow and its number', () => {
    const flows = [flow(0, { lost: 9 }, 'telemetry'), flow(1, { lost: 3 }, 'commands')];
    expect(judge({ flows }).reason).toBe('3 messages of "commands" at QoS 1 were lost');
  });

  test('it counts also when the generator was the limit, or the measurement ended early', () => {
    expect(judge({ flows: [flow(1, { lost: 3 })], ofCeiling: 0.9 }).status).toBe('failed');
    expect(judge({ flows: [flow(1, { lost: 3 })] }, { ended: 'interrupted' }).status).toBe('failed');
  });
});

describe('generator-bound', () => {
  test.each([
    { what: 'near the ceiling', changes: { ofCeiling: 0.71 }, reason: /71 % of what the generator reaches/ },
    {
      what: 'the generator at work all the time',
      changes: {
        generator: { ...quiet.generator, busy: 0.95 },
        latencies: { e2e: allAt(500), lateness: allAt(200) },
      },
      reason: /at work 95 % of the time/,
    },
    {
      what: 'messages that left late',
      changes: { latencies: { e2e: allAt(2500), lateness: allAt(1500) } },
      reason: /messages left up to 1\.5 ms late/,
    },
    {
      what: 'an event loop that was held up',
      changes: { generator: { ...quiet.generator, loopDelayP99: 30_000 }, latencies: { e2e: allAt(50_000) } },
      reason: /held up for 30\.0 ms/,
    },
  ])('$what', ({ changes, reason }) => {
    const verdict = judge(changes);
    expect(verdict.status).toBe('generator-bound');
    expect(verdict.reason).toMatch(reason);
    expect(verdict.advice).toHaveLength(1);
  });

  test.each([
    { what: 'the ceiling is far', changes: { ofCeiling: 0.69 } },
    {
      what: 'a lateness that is a small part of the latency',
      changes: { latencies: { e2e: allAt(50_000), lateness: allAt(1500) } },
    },
    {
      what: 'a lateness below a millisecond',
      changes: { latencies: { e2e: allAt(900), lateness: allAt(800) } },
    },
    {
      what: 'a loop delay that is a small part of the latency',
      changes: {
        generator: { ...quiet.generator, loopDelayP99: 30_000 },
        latencies: { e2e: allAt(500_000) },
      },
    },
    {
      what: 'a target that is saturated too',
      changes: { generator: { ...quiet.generator, busy: 0.95 }, usage: { cpuCores: 0.98, memoryBytes: 1 } },
    },
  ])('not when $what', ({ changes }) => {
    expect(judge(changes).status).toBe('valid');
  });

  test('where nobody listens, the acknowledgements are what lateness is compared with', () => {
    expect(judge({ latencies: { ack: allAt(2500), lateness: allAt(1500) } }).status).toBe('generator-bound');
    expect(judge({ latencies: { ack: allAt(50_000), lateness: allAt(1500) } }).status).toBe('valid');
  });

  test('an open loop that is on time is not at its limit, however busy it is', () => {
    const busy = { ...quiet.generator, busy: 0.99 };
    expect(judge({ generator: busy, offeredPerSecond: 1000, sentPerSecond: 1000 }).status).toBe('valid');
    const { offeredPerSecond: _none, ...closed } = { ...quiet, generator: busy };
    expect(verdictOf({ judged: closed, unsent: 0, missedShare: 0, cores: 2 }).status).toBe('generator-bound');
  });

  test('a lateness that is a good part of the latency, but not most of it, is told', () => {
    const verdict = judge({ latencies: { e2e: allAt(5000), lateness: allAt(1500) } });
    expect(verdict.status).toBe('valid');
    expect(verdict.notes).toEqual(["Up to 1.5 ms of the latency at p99 is the generator's own lateness."]);
  });

  test('a ceiling of the sink says nothing of the generator, and is noted', () => {
    const verdict = judge({ ofCeiling: 0.9 }, { calibration: { ...calibration, bound: 'sink' } });
    expect(verdict.status).toBe('valid');
    expect(verdict.notes).toEqual([
      'The sink of the calibration was slower than the generator: the headroom is larger than shown.',
    ]);
  });
});

describe('died', () => {
  test('the process of the target ended', () => {
    const verdict = judge(
      { flows: [flow(1, { lost: 3 })] },
      { exited: 'mosquitto ended with 139', lost: 'cut' },
    );
    expect(verdict).toMatchObject({ status: 'died', reason: 'mosquitto ended with 139' });
  });

  test('the target ended connections; losses that come of it are no broken guarantee', () => {
    const verdict = judge({ flows: [flow(1, { lost: 3 })] }, { lost: 'a connection was cut' });
    expect(verdict.status).toBe('died');
    expect(verdict.reason).toBe('a connection was cut; what was measured until then is valid');
    expect(verdict.advice).toHaveLength(1);
  });
});

test('interrupted: what was measured counts, but the generator is not judged by it', () => {
  expect(judge({ ofCeiling: 0.9 }, { ended: 'interrupted' })).toMatchObject({
    status: 'interrupted',
    reason: 'interrupted',
  });
});

test('a target that refuses everything was not measured', () => {
  const total = { ...accounting, refused: 5000, acknowledged: 0, expected: 0, delivered: 0 };
  expect(judge({ total, flows: [{ ...total, name: 'messages', qos: 1 }] }).status).toBe('error');
});

describe('notes', () => {
  test('the rate was not reached', () => {
    expect(judge({ sentPerSecond: 979 }, { missedShare: 0.021 }).notes).toEqual([
      'The rate was not reached: 979 of 1,000 messages per second were taken.',
    ]);
    expect(judge({ offeredPerSecond: 12_345, sentPerSecond: 1234.4 }, { unsent: 55_555 }).notes).toEqual([
      'The rate was not reached: 1,234 of 12,345 messages per second were taken; 55,555 were never sent.',
    ]);
    expect(judge({ sentPerSecond: 981 }, { missedShare: 0.019 }).notes).toEqual([]);
  });

  test('few messages in a second because few were due is a rate that was reached', () => {
    expect(judge({ offeredPerSecond: 50, sentPerSecond: 44 }).notes).toEqual([]);
  });

  test('a load without a rate of its own has none to reach', () => {
    const { offeredPerSecond: _offered, ...closed } = quiet;
    expect(verdictOf({ judged: closed, unsent: 0, missedShare: 1, cores: 4 }).notes).toEqual([]);
  });

  test('refused messages', () => {
    const total = { ...accounting, refused: 7 };
    expect(judge({ total }).notes).toEqual(['The target refused 7 messages in its acknowledgements.']);
  });

  test('other programs', () => {
    expect(judge({ generator: { ...quiet.generator, foreignCpu: 0.2 } }).notes).toEqual([
      'Other programs used 20 % of this machine: measure again on a quiet one.',
    ]);
    expect(judge({ generator: { ...quiet.generator, foreignCpu: 0.04 } }).notes).toEqual([]);
  });

  test('generator and target at the limit together', () => {
    const changes = {
      generator: { ...quiet.generator, busy: 0.95 },
      latencies: { e2e: allAt(500), lateness: allAt(200) },
      usage: { cpuCores: 0.98, memoryBytes: 1 },
    };
    expect(judge(changes).notes).toEqual([
      'Generator and target were both at the limit of a core: the target alone may reach more.',
    ]);
  });

  test('a machine with one core', () => {
    expect(judge({}, { cores: 1 }).notes).toEqual([
      'Generator and target shared the only core of this machine.',
    ]);
  });
});
