import type { StatementId } from '../spec/statements/statement-id.ts';

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

/** PLACEHOLDER: the codec's author replaces it by the keys of one table of all violations. */
export type ViolationCode = string;
