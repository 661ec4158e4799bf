import type { StatementId } from './statement-id.ts';

/** Who has to do what, and whether the wire can show it. */
export interface Duty {
  readonly role: 'server' | 'client';
  /** `obligation`: the role must comply. `reaction`: it receives the other side's breach and must react. */
  readonly basis: 'obligation' | 'reaction';
  readonly testable: 'yes' | 'conditional' | 'no';
  /** What a test needs: `time`, `capability on: retain`, `auth config`, ... */
  readonly needs?: string;
}

/**
 * What sort of sentence it is. `numbered` carries an id of the standard; the others carry none: `must`,
 * `protocol-error` and `malformed` oblige like a MUST, `format` and `table` fix the layout, `behavior` states
 * what happens.
 */
export type StatementKind =
  | 'numbered'
  | 'must'
  | 'protocol-error'
  | 'malformed'
  | 'reason-code'
  | 'behavior'
  | 'format'
  | 'table'
  | 'conformance'
  | 'should'
  | 'may';

/** One normative sentence of the standard. */
export interface Statement {
  readonly id: StatementId;
  /** The innermost numbered section that holds it. */
  readonly section: string;
  /** Who must comply. */
  readonly role: 'server' | 'client' | 'both';
  readonly kind: StatementKind;
  /** The strongest keyword of the sentence. */
  readonly keyword: 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'none';
  /** In our own words. */
  readonly summary: string;
  readonly duties: readonly Duty[];
  /** Why no case will ever prove it; absent for all others. */
  readonly excluded?: string;
}
