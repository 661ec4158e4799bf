import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import { type Statements, type ViolationDefinition, violations } from './violation-table.ts';

/** Why bytes were refused. The code is the contract; the detail is for people. */
export interface Violation {
  readonly code: ViolationCode;
  /** The statement that the sender broke, in the version of the connection. */
  readonly statement: StatementId;
  /** The 5.0 Reason Code with which a receiver names it: 0x81, 0x82, 0x94, 0x95, ... */
  readonly reasonCode: number;
  /** What stood where, for example `Topic Name holds U+0000 at byte 3`. */
  readonly detail: string;
}

/** The stable names of the violations. */
export type ViolationCode = keyof typeof violations;

/**
 * Builds a violation.
 *
 * @param detail - one sentence for people: what stood where
 * @param specific - the statements that describe this field or packet better than the table does
 */
export function violationOf(
  code: ViolationCode,
  version: ProtocolVersion,
  detail: string,
  specific?: Statements,
): Violation {
  const definition: ViolationDefinition = violations[code];
  const statement =
    statementIn(specific, version) ?? statementIn(definition.statements, version) ?? definition.statements[0];
  return { code, statement, reasonCode: definition.reasonCode, detail };
}

function statementIn(statements: Statements | undefined, version: ProtocolVersion): StatementId | undefined {
  return statements?.find((statement) => statement.startsWith(`${version}/`));
}
