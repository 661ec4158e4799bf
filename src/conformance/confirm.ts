import type { CaseLine } from './result.ts';

/**
 * Runs a case until its verdict can be trusted: an accusation only counts when it comes twice, and a run that
 * judged nothing, as happens on a busy machine, has one more try. At most four runs.
 */
export async function confirmed(run: () => Promise<CaseLine>): Promise<CaseLine> {
  const first = await judging(run);
  if (!accuses(first)) return first;
  const second = await judging(run);
  if (second.verdict === first.verdict) return first;
  // A verdict that does not come twice is no verdict: it would be a false accusation every other day.
  const { findings: _findings, ...line } = first;
  return {
    ...line,
    verdict: 'inconclusive',
    reason: `the first run said ${first.verdict} (${first.findings?.[0]?.actual ?? ''}), another said ${second.verdict}`,
  };
}

async function judging(run: () => Promise<CaseLine>): Promise<CaseLine> {
  const line = await run();
  return line.verdict === 'inconclusive' || line.verdict === 'error' ? run() : line;
}

function accuses({ verdict }: CaseLine): boolean {
  return verdict === 'fail' || verdict === 'warn';
}
