import { versionOf } from '../conformance/case.ts';
import type { StatementInfo } from '../report/index.ts';
import { findStatement, sectionOfStandard } from '../spec/statements/index.ts';

/** What reports say of a statement, from our tables. */
export function lookUpStatement(id: string): StatementInfo | undefined {
  const statement = findStatement(id);
  if (statement === undefined) return undefined;
  const section = sectionOfStandard(versionOf(statement.id), statement.section);
  return {
    summary: statement.summary,
    section: statement.section,
    sectionTitle: section?.title ?? '',
    link: section?.link ?? '',
    role: statement.role,
    keyword: statement.keyword,
  };
}
