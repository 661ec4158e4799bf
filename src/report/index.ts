/** Reports: result files in, text for people out. */

export {
  type AuditedLie,
  type AuditedSection,
  type AuditSummary,
  type LieOutcome,
  type SaboteurInfo,
  type SaboteurLookup,
  summarizeAudit,
} from './audit.ts';
export type { HgrmFile } from './bench/hgrm.ts';
export { type BenchProgress, liveLine, startBenchProgress } from './bench/live.ts';
export { renderBenchHtml, renderCompareHtml, renderHgrmFiles } from './bench/on-demand.ts';
export { type BenchReportOptions, benchReport } from './bench/terminal.ts';
export { comparisonSentence, ratioText } from './comparison-sentence.ts';
export { type Conclusion, conclude } from './conclusion.ts';
export { type ConnectionEnd, connectionEnds } from './connection-ends.ts';
export { type HtmlReportOptions, htmlReport } from './html/page.ts';
export { publishedSchemas, writeResultSchemas } from './json-schema.ts';
export type { ReadOptions } from './parsed-lines.ts';
export { readBenchResult, readBenchResultFile } from './read-bench-result.ts';
export {
  type Ending,
  endingOf,
  type ResultFile,
  readResult,
  readResultFile,
} from './read-result.ts';
export { ReportError, type ReportErrorCode } from './report-error.ts';
export { kindOfResultFile, type ResultKind } from './result-kind.ts';
export type { StatementInfo, StatementLookup } from './statement-info.ts';
export {
  type StatementResult,
  type StatementState,
  statementResults,
  statementStates,
} from './statement-state.ts';
export {
  countStates,
  countVerdicts,
  groupByReason,
  type SectionSummary,
  type StateCounts,
  summarize,
  type TargetSummary,
  type VerdictCounts,
  type VersionSummary,
} from './summary.ts';
export { type AuditReportOptions, auditReport } from './terminal/audit-report.ts';
export { type CompareReportOptions, compareReport } from './terminal/compare-report.ts';
export { failureLines } from './terminal/failures.ts';
export { type Progress, type ProgressOptions, startProgress } from './terminal/progress.ts';
export { planLine, type TerminalReportOptions, terminalReport } from './terminal/report.ts';
export { type Screen, screenOf } from './terminal/screen.ts';
