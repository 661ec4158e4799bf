import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import type { Capability } from '../target/capability.ts';
import type { CaseContext } from './context.ts';

/** A case for brokers: a record, and a body that reads as a conversation. */
export interface BrokerCase {
  /** Stable and readable: `connect/second-connect-closes`. Baselines and links hold on to it. */
  readonly id: string;
  /** The statements that it proves. It runs once for each protocol version among them. */
  readonly proves: readonly StatementId[];
  /** Without these the case does not apply, and is skipped with the name of what is missing. */
  readonly needs: readonly Capability[];
  /** `waits`: about time, so that it takes seconds whatever the broker does. These start first. */
  readonly timing: 'waits' | 'at once';
  readonly body: (context: CaseContext) => Promise<void>;
}

export interface CaseOptions {
  readonly proves: readonly StatementId[];
  readonly needs?: readonly Capability[];
  readonly timing?: BrokerCase['timing'];
}

/**
 * Defines a case. A case that proves several statements of one version is about one duty that the standard
 * states several times; a step about another duty names its statements with the option `proves`.
 */
export function brokerCase(id: string, options: CaseOptions, body: BrokerCase['body']): BrokerCase {
  return {
    id,
    proves: options.proves,
    needs: options.needs ?? [],
    timing: options.timing ?? 'at once',
    body,
  };
}

/** All cases of one section of the standard. */
export interface Suite {
  /** Section number, the same in both versions: `3.1`. */
  readonly section: string;
  readonly title: string;
  readonly cases: readonly BrokerCase[];
}

/** The version that a statement id names. */
export function versionOf(statement: StatementId): ProtocolVersion {
  return statement.startsWith('5.0/') ? '5.0' : '3.1.1';
}

/** The statements that a case proves in one version. */
export function provenIn(mqtt: ProtocolVersion, statements: readonly StatementId[]): readonly StatementId[] {
  return statements.filter((statement) => versionOf(statement) === mqtt);
}

/** The versions for which a case runs, oldest first. */
export function versionsOf(brokerCase: BrokerCase): readonly ProtocolVersion[] {
  const all: readonly ProtocolVersion[] = ['3.1.1', '5.0'];
  return all.filter((mqtt) => provenIn(mqtt, brokerCase.proves).length > 0);
}
