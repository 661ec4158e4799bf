import type { StatementId } from '../spec/statements/statement-id.ts';
import type { Target } from '../target/target.ts';
import { type BrokerCase, provenIn, type Suite } from './case.ts';
import { matchesGlob } from './pattern.ts';
import { type Filter, type PlannedCase, planFor } from './plan.ts';
import { honest } from './sabotage/proxy.ts';
import type { Saboteur } from './sabotage/saboteur.ts';

/** The lies that this case must catch, because they break what it claims to prove. */
export function liesFor(
  brokerCase: BrokerCase,
  proven: readonly StatementId[],
  saboteurs: readonly Saboteur[],
): readonly Saboteur[] {
  return saboteurs.filter(
    (saboteur) =>
      saboteur.breaks.some((statement) => proven.includes(statement)) &&
      (saboteur.cases === undefined || saboteur.cases.some((glob) => matchesGlob(glob, brokerCase.id))),
  );
}

/** A lie that shows that the case can fail by this statement; undefined when there is none. */
export function lieFor(
  brokerCase: BrokerCase,
  statement: StatementId,
  saboteurs: readonly Saboteur[],
): Saboteur | undefined {
  return liesFor(brokerCase, [statement], saboteurs)[0];
}

/** Every applicable case once behind the honest proxy, and once behind each of its saboteurs. */
export function auditPlanFor(
  target: Target,
  suites: readonly Suite[],
  saboteurs: readonly Saboteur[],
  filter: Filter,
): readonly PlannedCase[] {
  const cases = new Map(suites.flatMap((suite) => suite.cases.map((one) => [one.id, one] as const)));
  return planFor(target, suites, filter).due.flatMap((due) => {
    const brokerCase = cases.get(due.case);
    if (brokerCase === undefined) return [];
    const lies = liesFor(brokerCase, provenIn(due.mqtt, brokerCase.proves), saboteurs);
    return [honest, ...lies].map(({ id }) => ({ ...due, saboteur: id }));
  });
}
