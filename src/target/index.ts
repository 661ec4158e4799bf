/**
 * What is under test: from the word on a command line to a server that is ready to be judged.
 */
export { announcedText } from './announced-text.ts';
export { dialOptionsOf } from './dial-options.ts';
export type { Preset, Purpose } from './facts.ts';
export { makeFolder } from './make-folder.ts';
export { nearest } from './nearest.ts';
export { type OpenTarget, openTarget } from './open-target.ts';
export { parseTarget, type TargetSpec } from './parse-target.ts';
export { aedes } from './presets/aedes.ts';
export { ejabberd } from './presets/ejabberd.ts';
export { embeddedPresets } from './presets/embedded.ts';
export type { EmbeddedBroker, EmbeddedHttp } from './presets/embedded-broker.ts';
export { type EmbeddedTransport, embeddedTransports } from './presets/embedded-listener.ts';
export { mosquitto, mosquittoTuned } from './presets/mosquitto.ts';
export { rabbitmq } from './presets/rabbitmq.ts';
export { profileText } from './profile-writer.ts';
export type { HttpPublish, Target } from './target.ts';
export { TargetError } from './target-error.ts';
export { parseTomlFile, type TomlFileKind } from './toml-file.ts';
