import type { RunLine } from '../conformance/result.ts';
import type { Ending } from './read-result.ts';
import type { TargetSummary } from './summary.ts';
import { count, listed } from './text.ts';

/**
 * The last word on one target.
 *
 * - `conforms`: every case of the plan was judged or is not applicable, and no MUST was broken.
 * - `breaks`: at least one MUST was broken.
 * - `unproven`: no breach was found, and something was not judged.
 */
export interface Conclusion {
  readonly kind: 'conforms' | 'breaks' | 'unproven';
  /** One sentence that begins with the name of the target. */
  readonly text: string;
}

/** What a run was about: everything, or the cases that its filter selected. */
export type Scope = 'everything' | 'selected cases';

/** The scope of a run, from its header. */
export function scopeOf(run: RunLine): Scope {
  return run.filter === undefined ? 'everything' : 'selected cases';
}

/** Concludes on one target; a run that did not end as planned never concludes `conforms`. */
export function conclude(summary: TargetSummary, ending: Ending, scope: Scope = 'everything'): Conclusion {
  const { name } = summary.target;
  const open = openQuestions(summary, ending);
  // Whatever else is to be said: nobody may take half a run for a whole one.
  const early = ending.kind === 'whole' ? '' : `; ${open}`;
  if (summary.verdicts.fail > 0) return { kind: 'breaks', text: `${name} ${breaches(summary)}${early}` };

  const judged = summary.verdicts.pass + summary.verdicts.warn;
  if (judged === 0) return { kind: 'unproven', text: `${name}: nothing was judged${early}` };

  if (open !== undefined) return { kind: 'unproven', text: `${name}: no breach found, but ${open}` };
  const where = scope === 'everything' ? '' : ' in the selected cases';
  return { kind: 'conforms', text: `${name} conforms${where}: ${proofs(summary)}` };
}

function breaches(summary: TargetSummary): string {
  const parts = [...summary.versions]
    .reverse()
    .filter((version) => version.states.failed > 0)
    .map((version, index) =>
      index === 0
        ? `${count(version.states.failed, 'statement')} of MQTT ${version.mqtt}`
        : `${version.states.failed} of ${version.mqtt}`,
    );
  // A result that was written without findings names no statement; the failed cases still count.
  if (parts.length === 0) return `fails ${count(summary.verdicts.fail, 'case')}`;
  return `breaks ${parts.join(', ')}`;
}

function proofs(summary: TargetSummary): string {
  const parts = [...summary.versions]
    .reverse()
    .map((version, index) =>
      index === 0
        ? `${count(version.states.passed, 'statement')} of MQTT ${version.mqtt}`
        : `${version.states.passed} of ${version.mqtt}`,
    );
  const warned = summary.states.warned;
  const shoulds = warned > 0 ? `, ${count(warned, 'recommendation')} (SHOULD) not kept` : '';
  return `${listed(parts)} proved, none broken${shoulds}`;
}

function openQuestions(summary: TargetSummary, ending: Ending): string | undefined {
  switch (ending.kind) {
    case 'cut short':
      return `the run was cut short${missing(ending.missing)}`;
    case 'aborted':
      return `the run was aborted${missing(ending.missing)}: ${ending.reason}`;
    case 'whole': {
      const unjudged = summary.verdicts.inconclusive + summary.verdicts.error;
      return unjudged > 0 ? `${count(unjudged, 'case')} could not be judged` : undefined;
    }
  }
}

function missing(cases: number): string {
  return cases > 0 ? ` (${count(cases, 'case')} missing)` : '';
}
