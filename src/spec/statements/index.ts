import { sections311 } from '../sections-3.1.1.ts';
import { sections50 } from '../sections-5.0.ts';
import { statements311 } from './3.1.1/index.ts';
import { statements50 } from './5.0/index.ts';
import type { Statement } from './statement.ts';
import type { StatementId } from './statement-id.ts';

/** Every statement of both versions, with and without an id of the standard. */
export const statements: readonly Statement[] = [...statements311, ...statements50];

/** The ids of all statements: the only tags that the runner accepts. */
export const allStatementIds: readonly StatementId[] = statements.map(({ id }) => id);

const byId = new Map<string, Statement>(statements.map((statement) => [statement.id, statement]));

/** The statement with this id; undefined when there is none. */
export function findStatement(id: string): Statement | undefined {
  return byId.get(id);
}

/**
 * What breaking the statement costs: a `must` fails a target, a `should` is a warning. Layout and errors that
 * carry no id oblige like a MUST, since the standard leaves no choice there.
 */
export function levelOf(id: StatementId): 'must' | 'should' {
  const statement = byId.get(id);
  if (statement === undefined) return 'must';
  switch (statement.kind) {
    case 'numbered':
      return statement.keyword.startsWith('SHOULD') ? 'should' : 'must';
    case 'must':
    case 'protocol-error':
    case 'malformed':
    case 'format':
    case 'table':
      return 'must';
    case 'reason-code':
    case 'behavior':
    case 'conformance':
    case 'should':
    case 'may':
      return 'should';
  }
}

const editions = {
  '3.1.1': 'http://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html',
  '5.0': 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html',
} as const;

/** Title of a section, and its place in the HTML edition of the standard. */
export function sectionOfStandard(
  mqtt: '3.1.1' | '5.0',
  section: string,
): { readonly title: string; readonly link: string } | undefined {
  const [title, anchor] = (mqtt === '5.0' ? sections50 : sections311)[section] ?? [];
  if (title === undefined || anchor === undefined) return undefined;
  return { title, link: `${editions[mqtt]}#${anchor}` };
}

export type { Duty, Statement, StatementKind } from './statement.ts';
export type { StatementId } from './statement-id.ts';
