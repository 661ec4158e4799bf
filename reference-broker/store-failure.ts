import type { BrokerCore } from './core.ts';
import { Reason, type Refusal } from './reason.ts';

export const storeFailing: Refusal = {
  reasonCode: Reason.quotaExceeded,
  detail: 'The data directory cannot be written',
};

/** Why nothing can be taken that has to be on disk, if that is so. */
export function storeRefusal({ durability }: Pick<BrokerCore, 'durability'>): Refusal | undefined {
  return durability?.journal.health.kind === 'failing' ? storeFailing : undefined;
}
