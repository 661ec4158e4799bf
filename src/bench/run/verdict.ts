import type { CalibrationLine, MeasurementLine } from '../result.ts';

/** What a measurement is worth, and what its reader should know or do. */
export type Verdict = Pick<MeasurementLine, 'status' | 'reason' | 'advice' | 'notes'>;

/** What a verdict looks at. */
export type Judged = Pick<
  MeasurementLine,
  | 'ratePerSecond'
  | 'sentPerSecond'
  | 'offeredPerSecond'
  | 'ofCeiling'
  | 'latencies'
  | 'flows'
  | 'total'
  | 'generator'
  | 'usage'
  | 'unit'
>;

export interface Evidence {
  readonly judged: Judged;
  readonly calibration?: CalibrationLine;
  /** Messages that were due and never sent. */
  readonly unsent: number;
  /** Share of the messages due in the measured phase that were not sent in it. */
  readonly missedShare: number;
  /** The target ended connections. */
  readonly lost?: string;
  /** The process of the target ended; what it said. */
  readonly exited?: string;
  /** Why the measurement was ended before its time. */
  readonly ended?: string;
  readonly cores: number;
}

/** The bounds beyond which a number says more of the generator than of the target. */
export const bounds = {
  /** Share of the generator's ceiling. */
  ofCeiling: 0.7,
  /** Share of the time in which a generator process is at work. */
  busy: 0.9,
  /** Beyond this share of the latency at p99 our own lateness is most of it. From which lateness on it matters. */
  latenessShare: 0.5,
  latenessMicros: 1000,
  /** Messages that leave so late at the median leave on time. */
  onTimeMicros: 100,
  /** From this share on the reader is told. */
  latenessNoted: 0.25,
  /** Delay of the event loop at p99, as a share of the latency at p99, and from which delay on it matters. */
  loopDelayMicros: 20_000,
  foreignCpu: 0.05,
  reachedShare: 0.98,
} as const;

export function verdictOf(evidence: Evidence): Verdict {
  const notes = notesOf(evidence);
  const { lost, exited, ended } = evidence;
  if (exited !== undefined) return { status: 'died', reason: exited, advice: [], notes };
  if (lost !== undefined) {
    const advice = [
      'Look at the log of the target: it ended a connection that sent nothing but valid packets.',
    ];
    return { status: 'died', reason: `${lost}; what was measured until then is valid`, advice, notes };
  }
  const { refused, acknowledged } = evidence.judged.total;
  if (refused > 0 && acknowledged === 0) {
    const advice = ['Check the rights of the user: the target refuses every message.'];
    return { status: 'error', reason: `all of ${refused} messages were refused`, advice, notes };
  }
  const broken = brokenGuarantee(evidence.judged);
  if (broken !== undefined) return { status: 'failed', reason: broken, advice: [], notes };
  if (ended !== undefined) return { status: 'interrupted', reason: ended, advice: [], notes };
  const bound = generatorBound(evidence);
  if (bound !== undefined) return { status: 'generator-bound', ...bound, notes };
  return { status: 'valid', advice: [], notes };
}

/** At QoS 1 nothing may be lost, at QoS 2 also nothing come twice. (5.0 section 4.3) */
function brokenGuarantee({ flows }: Judged): string | undefined {
  for (const { name, qos, lost, duplicated } of flows) {
    if (qos >= 1 && lost > 0) return `${lost} messages of "${name}" at QoS ${qos} were lost`;
    if (qos === 2 && duplicated > 0) return `${duplicated} messages of "${name}" at QoS 2 came twice`;
  }
  return undefined;
}

function generatorBound({
  judged,
  calibration,
}: Evidence): { readonly reason: string; readonly advice: string[] } | undefined {
  const { ofCeiling, generator, latencies, usage } = judged;
  const advice: string[] = [];
  const reasons: string[] = [];
  if (ofCeiling !== undefined && ofCeiling > bounds.ofCeiling && !isSinkSlower(judged, calibration)) {
    reasons.push(`the rate is ${percent(ofCeiling)} of what the generator reaches without a target`);
    advice.push('Give the generator more: --workers, or a machine of its own.');
  }
  const targetSaturated = usage !== undefined && usage.cpuCores >= bounds.busy;
  if (generator.busy > bounds.busy && !targetSaturated && !keepsTime(judged)) {
    reasons.push(
      `a generator process was at work ${percent(generator.busy)} of the time, and the target was not`,
    );
    advice.push('Spread the connections over more processes (--workers), or lower the rate.');
  }
  const p99 = (latencies.e2e ?? latencies.ack)?.p99;
  const lateness = latencies.lateness?.p99 ?? 0;
  if (p99 !== undefined && lateness > bounds.latenessMicros && lateness > p99 * bounds.latenessShare) {
    reasons.push(`messages left up to ${millis(lateness)} late (p99) because of the generator itself`);
    advice.push('Close other programs on this machine, lower the rate, or use a machine with more cores.');
  }
  if (
    p99 !== undefined &&
    generator.loopDelayP99 > bounds.loopDelayMicros &&
    generator.loopDelayP99 > p99 * bounds.latenessShare
  ) {
    reasons.push(`the generator's event loop was held up for ${millis(generator.loopDelayP99)} (p99)`);
    advice.push('Close other programs on this machine, or spread the load over more processes (--workers).');
  }
  const [first] = reasons;
  return first === undefined ? undefined : { reason: reasons.join('; '), advice: [...new Set(advice)] };
}

function notesOf({ judged, calibration, unsent, missedShare, cores }: Evidence): string[] {
  const notes: string[] = [];
  const { offeredPerSecond, sentPerSecond, generator, usage, total } = judged;
  // Not by the rate itself: of independent arrivals, or of few, a second has more than the next.
  if (offeredPerSecond !== undefined && (unsent > 0 || missedShare > 1 - bounds.reachedShare)) {
    const taken = Math.round(sentPerSecond).toLocaleString('en');
    const due = Math.round(offeredPerSecond).toLocaleString('en');
    const left = unsent === 0 ? '' : `; ${unsent.toLocaleString('en')} were never sent`;
    notes.push(`The rate was not reached: ${taken} of ${due} messages per second were taken${left}.`);
  }
  const lateness = judged.latencies.lateness?.p99 ?? 0;
  const latencyP99 = (judged.latencies.e2e ?? judged.latencies.ack)?.p99 ?? 0;
  if (lateness > bounds.latenessMicros && lateness > latencyP99 * bounds.latenessNoted) {
    notes.push(`Up to ${millis(lateness)} of the latency at p99 is the generator's own lateness.`);
  }
  if (total.refused > 0) notes.push(`The target refused ${total.refused} messages in its acknowledgements.`);
  if ((generator.foreignCpu ?? 0) > bounds.foreignCpu) {
    notes.push(
      `Other programs used ${percent(generator.foreignCpu ?? 0)} of this machine: measure again on a quiet one.`,
    );
  }
  if (
    generator.busy > bounds.busy &&
    usage !== undefined &&
    usage.cpuCores >= bounds.busy &&
    !keepsTime(judged)
  ) {
    notes.push('Generator and target were both at the limit of a core: the target alone may reach more.');
  }
  if ((judged.ofCeiling ?? 0) > bounds.ofCeiling && isSinkSlower(judged, calibration)) {
    notes.push(
      'The sink of the calibration was slower than the generator: the headroom is larger than shown.',
    );
  }
  if (cores === 1) notes.push('Generator and target shared the only core of this machine.');
  return notes;
}

/**
 * An open loop whose messages leave on time is not at its limit, however seldom the process finds nothing to do: with more
 * to do it does more at once.
 */
function keepsTime({ offeredPerSecond, latencies: { lateness } }: Judged): boolean {
  return offeredPerSecond !== undefined && lateness !== undefined && lateness.p50 <= bounds.onTimeMicros;
}

/**
 * The generator came to its own limit, which it does in the rounds in which the target is at its fastest: those that are
 * left would be the slow ones. A round in which something held the generator up for a moment says nothing of the
 * target's speed, and can be left out.
 */
export function isBoundByRate({
  ofCeiling = 0,
  generator,
  offeredPerSecond,
}: Pick<MeasurementLine, 'ofCeiling' | 'generator' | 'offeredPerSecond'>): boolean {
  // An open loop that is late shows it by its lateness.
  return ofCeiling > bounds.ofCeiling || (offeredPerSecond === undefined && generator.busy > bounds.busy);
}

/** Where a target does more than the sink did, the sink was the limit of the calibration, whatever its CPU said. */
function isSinkSlower({ ofCeiling = 0 }: Judged, calibration: CalibrationLine | undefined): boolean {
  return calibration?.bound === 'sink' || ofCeiling > 1;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function millis(micros: number): string {
  return `${(micros / 1000).toFixed(1)} ms`;
}
