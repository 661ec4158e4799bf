/**
 * What programs may use of mqtt-assay: the statements of the standard as data, and the result file.
 * Everything else is used through the command `mqtt-assay`.
 */
export {
  type CaseLine,
  type EndLine,
  type Finding,
  type ResultLine,
  type RunLine,
  resultLine,
  type TranscriptEntry,
} from './conformance/result.ts';
export type { Verdict } from './conformance/verdict.ts';
export { type ProtocolVersion, protocolVersions } from './spec/protocol-version.ts';
export {
  type Duty,
  findStatement,
  type Statement,
  type StatementId,
  type StatementKind,
  sectionOfStandard,
  statements,
} from './spec/statements/index.ts';
