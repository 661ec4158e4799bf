/** What suites are written with, and what the commands run them by. */
export type { StatementId } from '../spec/statements/statement-id.ts';
export {
  type BrokerCase,
  brokerCase,
  type CaseOptions,
  provenIn,
  type Suite,
  versionOf,
  versionsOf,
} from './case.ts';
export type { CaseContext, OpenOptions } from './context.ts';
export {
  type MalformedAfterConnect,
  type MalformedConnect,
  malformedAfterConnect,
  malformedConnects,
} from './malformed.ts';
export * from './sabotage/moves.ts';
export {
  type Fate,
  type Frame,
  type Lie,
  type Link,
  type Saboteur,
  type Scene,
  saboteur,
} from './sabotage/saboteur.ts';
