import { AdminError } from '../../reference-broker/admin/admin-error.ts';
import { ConfigError } from '../../reference-broker/config/index.ts';
import { BrokerOptionError } from '../../reference-broker/index.ts';
import { PersistenceError } from '../../reference-broker/persistence/persistence-error.ts';
import { SecurityError } from '../../reference-broker/security/index.ts';
import { OverrideError, ThresholdError, WorkloadError } from '../bench/index.ts';
import { exitCodes } from '../conformance/exit-code.ts';
import { ResultFileError } from '../conformance/result-writer.ts';
import { ReportError } from '../report/index.ts';
import { TargetError } from '../target/index.ts';
import { DialError, ListenError } from '../transport/index.ts';

/** A command line that cannot be meant; the sentence says what was expected. */
export class UsageError extends Error {
  readonly code = 'usage';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.name = 'UsageError';
    this.exitCode = exitCode;
  }
}

/** What went wrong in one sentence for the user, and the exit status that goes with it. */
export function explainProblem(error: unknown): { readonly sentence: string; readonly code: number } {
  if (error instanceof UsageError) return { sentence: error.message, code: error.exitCode };
  if (error instanceof TargetError) {
    const usage = error.code === 'bad-target' || error.code === 'bad-profile';
    return { sentence: error.message, code: usage ? exitCodes.usage : exitCodes.inconclusive };
  }
  if (error instanceof ResultFileError || error instanceof ReportError) {
    return { sentence: error.message, code: exitCodes.usage };
  }
  if (error instanceof WorkloadError || error instanceof ThresholdError || error instanceof OverrideError) {
    return { sentence: error.message, code: exitCodes.usage };
  }
  if (error instanceof ConfigError || error instanceof BrokerOptionError || error instanceof SecurityError) {
    return { sentence: error.message, code: exitCodes.usage };
  }
  if (error instanceof AdminError) {
    const code = error.code === 'listen-failed' ? exitCodes.inconclusive : exitCodes.usage;
    return { sentence: error.message, code };
  }
  if (error instanceof DialError || error instanceof ListenError || error instanceof PersistenceError) {
    return { sentence: error.message, code: exitCodes.inconclusive };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { sentence: `a fault of mqtt-assay itself: ${message}`, code: exitCodes.inconclusive };
}
