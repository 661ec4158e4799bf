import type { CaseLine, Finding } from '../../conformance/result.ts';
import { connectionEnds } from '../connection-ends.ts';
import type { StatementLookup } from '../statement-info.ts';
import { clip, printable } from '../text.ts';
import { verdictMarks } from '../verdict-marks.ts';
import type { Screen } from './screen.ts';
import { labelled, paint } from './screen.ts';
import { transcriptLines } from './transcript.ts';

const maxActualCharacters = 1000;

/**
 * A case that did not pass, in full: each finding with its statement, what was allowed and what came, how the
 * connections ended, the transcript, and the commands that run it again.
 */
export function failureLines(line: CaseLine, lookup: StatementLookup, screen: Screen): readonly string[] {
  const transcript = line.transcript ?? [];
  return [
    titleLine(line, screen),
    ...(line.saboteur === undefined ? [] : labelled('Lie       ', printable(line.saboteur), screen, 4)),
    ...(line.findings ?? []).flatMap((finding) => findingLines(finding, lookup, screen)),
    ...(line.reason === undefined ? [] : labelled('Reason    ', printable(line.reason), screen, 4)),
    ...endLines(line, screen),
    ...(transcript.length === 0 ? [] : ['', ...transcriptLines(transcript, screen), '']),
    ...commandLines(line, screen),
  ];
}

/** A case in one line, with the command that shows the rest. */
export function failureInShort(line: CaseLine, screen: Screen): readonly string[] {
  const blamed = [...new Set((line.findings ?? []).flatMap((finding) => finding.statements))];
  const statements = blamed.length === 0 ? '' : `  ${printable(blamed.join(', '))}`;
  const rerun = line.rerun === undefined ? [] : [`    ${printable(line.rerun)}`];
  return [`${titleLine(line, screen)}${statements}`, ...rerun.map((text) => paint(screen, 'muted', text))];
}

/** Sign, case id, version, target: `✗ connect/second-connect-closes  MQTT 5.0  mosquitto`. */
export function titleLine(line: CaseLine, screen: Screen): string {
  const mark = verdictMarks[line.verdict];
  const where = `MQTT ${line.mqtt} · ${printable(line.target)}`;
  return `${paint(screen, mark.tone, mark.glyph)} ${paint(screen, 'strong', printable(line.case))}  ${paint(screen, 'muted', where)}`;
}

function findingLines(finding: Finding, lookup: StatementLookup, screen: Screen): readonly string[] {
  const [firstAllowed = 'nothing of the kind', ...otherAllowed] = finding.allowed.map(printable);
  const actual = clip(printable(finding.actual), maxActualCharacters);
  const unasked = finding.source === 'invariant' ? ' (seen in passing, the case did not ask for it)' : '';
  return [
    '',
    ...finding.statements.flatMap((id) => statementLines(id, lookup, screen)),
    ...labelled('Expected  ', firstAllowed, screen, 4),
    ...otherAllowed.flatMap((text) => labelled('       or ', text, screen, 4)),
    ...labelled('Actual    ', actual + unasked, screen, 4).map((text) =>
      paint(screen, finding.level === 'must' ? 'bad' : 'warning', text),
    ),
  ];
}

function endLines(line: CaseLine, screen: Screen): readonly string[] {
  const ends = connectionEnds(line.transcript ?? []);
  return ends.flatMap(({ peer, how }, index) => {
    const name = ends.length > 1 ? `${printable(peer)}: ` : '';
    return labelled(index === 0 ? 'Ended     ' : '          ', name + printable(how), screen, 4);
  });
}

function statementLines(id: string, lookup: StatementLookup, screen: Screen): readonly string[] {
  const info = lookup(id);
  const shownId = printable(id);
  if (info === undefined) return [`  ${paint(screen, 'strong', shownId)}`];
  const [first = '', ...rest] = labelled(`${shownId}  `, `${info.keyword}: ${info.summary}`, screen, 2);
  return [
    first.replace(shownId, paint(screen, 'strong', shownId)),
    ...rest,
    ...(info.link === '' ? [] : [`    ${paint(screen, 'muted', printable(info.link))}`]),
  ];
}

/** Never wrapped: these lines are made to be copied. */
function commandLines(line: CaseLine, screen: Screen): readonly string[] {
  const commands: readonly (readonly [string, string | undefined])[] = [
    ['rerun ', line.rerun],
    ['replay', line.replay],
  ];
  return commands.flatMap(([label, command]) =>
    command === undefined ? [] : [`  ${paint(screen, 'muted', label)}  ${printable(command)}`],
  );
}
