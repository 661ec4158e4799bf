import type { Verdict } from '../conformance/verdict.ts';
import type { StatementState } from './statement-state.ts';

/** How a verdict or a state is shown: a sign and a word, so that no report depends on colour. */
export interface Mark {
  readonly glyph: string;
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'warning' | 'muted';
}

const passed = { glyph: '✓', word: 'passed', tone: 'good' } as const;
const failed = { glyph: '✗', word: 'failed', tone: 'bad' } as const;
const warned = { glyph: '!', word: 'warned', tone: 'warning' } as const;
const inconclusive = { glyph: '?', word: 'inconclusive', tone: 'warning' } as const;
const notApplicable = { glyph: '–', word: 'not applicable', tone: 'muted' } as const;

export const verdictMarks: Readonly<Record<Verdict, Mark>> = {
  pass: passed,
  fail: failed,
  warn: warned,
  inconclusive,
  error: { glyph: '⚠', word: 'harness error', tone: 'warning' },
  skip: notApplicable,
};

export const stateMarks: Readonly<Record<StatementState, Mark>> = {
  passed,
  failed,
  warned,
  inconclusive,
  'not applicable': notApplicable,
};
