import type { StageSummary } from './summary.ts';

/**
 * What tells how much of a stage came through: deliveries where somebody listens, else acknowledgements, else no
 * more than what was sent.
 */
export function throughOf({ rows }: StageSummary): 'delivered' | 'acknowledged' | 'sent' {
  if (rows.some(({ total }) => total.expected > 0)) return 'delivered';
  return rows.some(({ total }) => total.acknowledged > 0) ? 'acknowledged' : 'sent';
}
