/**
 * What is under test: from the word on a command line to a server that is ready to be judged.
 */
export { announcedText } from './announced-text.ts';
export { type Capability, capabilities } from './capability.ts';
export { dialOptionsOf } from './dial-options.ts';
export type { Preset, ServerExit, StartedTarget, TargetFacts } from './facts.ts';
export { type OpenTarget, type OpenTargetOptions, openTarget } from './open-target.ts';
export { parseTarget, type TargetNames, type TargetSpec } from './parse-target.ts';
export { aedes } from './presets/aedes.ts';
export { type EmbeddedOptions, embeddedPresets, type ServeEmbedded } from './presets/embedded.ts';
export { mosquitto } from './presets/mosquitto.ts';
export { type ProbeOptions, type ProbeReport, probe, targetOf } from './probe.ts';
export { type Profile, parseProfile, readProfile, type StartCommand } from './profile.ts';
export { type ProbedFacts, profileText } from './profile-writer.ts';
export type { Announced, Credentials, Target } from './target.ts';
export { TargetError, type TargetErrorCode } from './target-error.ts';
