/** The scripted peer: what suites are written with. */
export * from './builders.ts';
export { probePayload } from './conversation.ts';
export type { CloseOptions, Expectations, StepOptions } from './expectations.ts';
export type { Breach } from './invariants/index.ts';
export {
  absent,
  between,
  type Match,
  type Matcher,
  mismatches,
  oneOf,
  present,
  showMatch,
  utf8,
} from './match.ts';
export { createPeer, type Peer, type PeerOptions } from './peer.ts';
export { ExpectationFailed, SetupFailed } from './problem.ts';
export type { ConnectOptions, SetUp, SubscribeOptions } from './set-up.ts';
export { createTranscript, type Transcript, type TranscriptEntry } from './transcript.ts';
