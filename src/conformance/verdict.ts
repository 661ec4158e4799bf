/**
 * What a case says of a target. Verdicts are never merged into one another.
 *
 * - `pass`: every expectation was met, and no packet of the conversation broke an invariant.
 * - `fail`: a MUST was broken; the findings say which.
 * - `warn`: a SHOULD was not kept.
 * - `skip`: not applicable; the reason names the missing capability.
 * - `inconclusive`: the precondition could not be set up; nothing was judged.
 * - `error`: the harness's own fault.
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error';
