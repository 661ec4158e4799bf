import type { BenchResult } from '../../bench/bench-result.ts';
import type { MeasurementLine, MeasurementStatus } from '../../bench/result.ts';
import { listed } from '../text.ts';
import { groupBy } from './group-by.ts';
import { gravestFirst } from './status.ts';

/** Where something was seen. */
export interface Place {
  readonly stage: string;
  readonly rounds: readonly number[];
}

/** Why numbers of a target are missing or not to be believed: once, however many rounds and stages say so. */
export interface Trouble {
  readonly target: string;
  readonly status: Exclude<MeasurementStatus, 'valid'>;
  readonly reasons: readonly { readonly text: string; readonly places: readonly Place[] }[];
  readonly advice: readonly string[];
  readonly places: readonly Place[];
}

/** What qualifies a valid result. */
export interface Note {
  readonly target: string;
  readonly text: string;
  readonly places: readonly Place[];
}

/** What every generator-bound number must be printed with. */
export function generatorBoundWarning(target: string): string {
  return `Do not publish these numbers as those of ${target}: they are the limit of this generator on this machine. The target may do better.`;
}

/** Everything that is not plainly valid, the gravest first. */
export function troublesOf(result: BenchResult): readonly Trouble[] {
  const found = result.measurements.flatMap((line) => {
    const { status } = line;
    return status === 'valid' ? [] : [{ line, status }];
  });
  return [...groupBy(found, ({ line, status }) => JSON.stringify([line.target, status])).values()]
    .map((group): Trouble => {
      const lines = group.map(({ line }) => line);
      return {
        target: group[0].line.target,
        status: group[0].status,
        reasons: [...groupBy(lines, reasonOf)].map(([text, those]) => ({ text, places: placesOf(those) })),
        advice: [...new Set(lines.flatMap(({ advice }) => advice))],
        places: placesOf(lines),
      };
    })
    .sort((one, other) => gravestFirst.indexOf(one.status) - gravestFirst.indexOf(other.status));
}

function reasonOf({ reason = 'no reason was given' }: MeasurementLine): string {
  return reason;
}

/** Notes and, of valid measurements, advice. */
export function notesOf(result: BenchResult): readonly Note[] {
  const found = result.measurements.flatMap((line) =>
    [...line.notes, ...(line.status === 'valid' ? line.advice : [])].map((text) => ({ line, text })),
  );
  return [...groupBy(found, ({ line, text }) => JSON.stringify([line.target, text])).values()].map(
    (group) => ({
      target: group[0].line.target,
      text: group[0].text,
      places: placesOf(group.map(({ line }) => line)),
    }),
  );
}

/** The reasons of a trouble in words; where there are several, each with where it holds. */
export function reasonTexts({ reasons }: Trouble, result: BenchResult): readonly string[] {
  return reasons.map(({ text, places }) => {
    const where = reasons.length > 1 ? placesText(places, result) : '';
    return where === '' ? text : `${where}: ${text}`;
  });
}

/**
 * Where in words: nothing when it is everywhere, `qos 1`, or `qos 1 (round 2 of 3)`.
 */
export function placesText(places: readonly Place[], { bench }: BenchResult): string {
  const inAllRounds = (place: Place): boolean => place.rounds.length >= bench.rounds;
  if (places.length === bench.stages.length && places.every(inAllRounds))
    return bench.stages.length === 1 ? '' : 'every stage';
  return places
    .map((place) => {
      const named = bench.stages.length === 1 ? '' : place.stage;
      const rounds = inAllRounds(place)
        ? ''
        : `round${place.rounds.length === 1 ? '' : 's'} ${listed(place.rounds.map(String))} of ${bench.rounds}`;
      return named !== '' && rounds !== '' ? `${named} (${rounds})` : named + rounds;
    })
    .join(', ');
}

function placesOf(lines: readonly MeasurementLine[]): readonly Place[] {
  const stages = [...new Set(lines.map(({ stage }) => stage))];
  return stages.map((stage) => ({
    stage,
    rounds: lines.filter((line) => line.stage === stage).map(({ round }) => round),
  }));
}
