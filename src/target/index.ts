/**
 * What is under test: from the word on a command line to a server that is ready to be judged.
 */
export { announcedText } from './announced-text.ts';
export { dialOptionsOf } from './dial-options.ts';
export type { Preset } from './facts.ts';
export { type OpenTarget, openTarget } from './open-target.ts';
export { parseTarget, type TargetSpec } from './parse-target.ts';
export { aedes } from './presets/aedes.ts';
export { embeddedPresets } from './presets/embedded.ts';
export { mosquitto } from './presets/mosquitto.ts';
export { profileText } from './profile-writer.ts';
export type { Target } from './target.ts';
export { TargetError } from './target-error.ts';
