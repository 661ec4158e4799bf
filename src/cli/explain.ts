import { Command } from '@commander-js/extra-typings';
import { liesFor } from '../conformance/audit-plan.ts';
import { versionOf } from '../conformance/case.ts';
import { coverage } from '../conformance/coverage.ts';
import { findStatement, levelOf, sectionOfStandard, statements } from '../spec/statements/index.ts';
import { everySuite } from './suites.ts';
import { UsageError } from './user-error.ts';

/** `mqtt-assay explain`: one statement, what it demands, and what proves it. */
export function explainCommand() {
  return new Command('explain')
    .description('explain a statement: summary, role, link, its cases and saboteurs')
    .argument('<id>', 'a statement with its version: 5.0/MQTT-3.1.2-24')
    .action((id) => {
      process.stdout.write(`${linesOf(id).join('\n')}\n`);
    });
}

function linesOf(id: string): readonly string[] {
  const statement = findStatement(id);
  if (statement === undefined) throw new UsageError(notFound(id));
  const mqtt = versionOf(statement.id);
  const section = sectionOfStandard(mqtt, statement.section);
  const row = coverage(everySuite.suites, everySuite.saboteurs).find((one) => one.statement === statement);
  const keyword = statement.keyword === 'none' ? statement.kind : statement.keyword;
  return [
    `${statement.id}  ${keyword}, ${statement.role} (${levelOf(statement.id) === 'must' ? 'breaking it fails' : 'breaking it warns'})`,
    `  ${statement.summary}`,
    `  MQTT ${mqtt}, section ${statement.section} ${section?.title ?? ''}`,
    ...(section === undefined ? [] : [`  ${section.link}`]),
    ...statement.duties.map(
      ({ role, basis, testable, needs }) =>
        `  ${role} ${basis}: testable ${testable}${needs === undefined ? '' : ` (needs ${needs})`}`,
    ),
    `  ${row?.state ?? 'planned'}${statement.excluded === undefined ? '' : `: ${statement.excluded}`}`,
    ...(row?.cases ?? []).flatMap((brokerCase) => [
      `  case ${brokerCase.id}`,
      ...liesFor(brokerCase, [statement.id], everySuite.saboteurs).map(
        (lie) => `    caught lie ${lie.id}: ${lie.does}`,
      ),
    ]),
  ];
}

function notFound(id: string): string {
  const versions = statements.filter((one) => one.id.endsWith(`/${id}`)).map((one) => one.id);
  if (versions.length > 0) {
    return `"${id}" means different things in the two versions: say ${versions.join(' or ')}.`;
  }
  return `there is no statement "${id}": expected an id with its version, such as 5.0/MQTT-3.1.2-24 or 5.0/U-3.3.2.1-1.`;
}
