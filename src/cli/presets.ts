import { serveBroker } from '../../reference-broker/serve.ts';
import {
  aedes,
  embeddedPresets,
  mosquitto,
  type Preset,
  parseTarget,
  type TargetSpec,
} from '../target/index.ts';

/** The servers that can be named instead of a URL; `reference` is the default of every command. */
export const presets: readonly Preset[] = [...embeddedPresets(serveBroker), mosquitto, aedes];

/** Understands the TARGET words of a command line; none at all is the reference broker. */
export function targetSpecs(words: readonly string[]): readonly TargetSpec[] {
  const names = { presetNames: presets.map(({ name }) => name) };
  if (words.length === 0) return [parseTarget(undefined, names)];
  return words.map((word) => parseTarget(word, names));
}
