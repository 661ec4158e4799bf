import type { StatementId } from '../spec/statements/statement-id.ts';

/** A measured expectation was not met: the target is to blame. */
export interface ExpectationOutcome {
  /** Every outcome that the standard allows at this point. */
  readonly allowed: readonly string[];
  /** What came instead, and how the connection stood then. */
  readonly actual: string;
  /** The statements that this step alone proves; absent: those of the case. */
  readonly statements?: readonly StatementId[];
}

/**
 * Thrown by every `expect...` of a peer. It is the only thing that makes a case `fail`.
 */
export class ExpectationFailed extends Error {
  readonly code = 'expectation-failed';
  readonly outcome: ExpectationOutcome;

  constructor(outcome: ExpectationOutcome) {
    super(`allowed: ${outcome.allowed.join(' | ')}; came: ${outcome.actual}`);
    this.name = 'ExpectationFailed';
    this.outcome = outcome;
  }
}

/**
 * Thrown by every set-up verb (`connect`, `subscribe`, `publish`, ...): the precondition of the case could not
 * be established, so nothing was judged. It makes the case `inconclusive`.
 */
export class SetupFailed extends Error {
  readonly code = 'setup-failed';

  constructor(message: string) {
    super(message);
    this.name = 'SetupFailed';
  }
}
