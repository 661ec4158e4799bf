import { existsSync } from 'node:fs';
import { nearest } from './nearest.ts';
import { TargetError } from './target-error.ts';
import type { TargetUrl } from './target-url.ts';
import { looksLikeUrl, parseTargetUrl } from './target-url.ts';

/** What a command line named. */
export type TargetSpec =
  | ({ readonly kind: 'url' } & TargetUrl)
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'profile'; readonly file: string };

/** What the words of a command line are compared with. */
export interface TargetNames {
  readonly presetNames: readonly string[];
  /** Injected for tests. */
  readonly fileExists?: (file: string) => boolean;
}

/**
 * Understands the TARGET of a command line: a URL, the name of a preset, or the path of a profile file
 * (it ends with .toml, or it exists). Nothing is the preset `reference`.
 *
 * @throws {TargetError} `bad-target`
 */
export const parseTarget = (text: string | undefined, names: TargetNames): TargetSpec => {
  if (text === undefined) return { kind: 'preset', name: 'reference' };
  if (looksLikeUrl(text)) return { kind: 'url', ...parseTargetUrl(text) };
  if (names.presetNames.includes(text)) return { kind: 'preset', name: text };
  const fileExists = names.fileExists ?? existsSync;
  if (text.endsWith('.toml') || (text !== '' && fileExists(text))) return { kind: 'profile', file: text };
  throw new TargetError('bad-target', notATarget(text, names.presetNames));
};

const notATarget = (text: string, presetNames: readonly string[]): string => {
  const given = `"${text}" is no URL, preset or profile file`;
  const typo = nearest(text, presetNames);
  if (typo !== undefined) return `${given}: did you mean the preset ${typo}?`;
  if (looksLikeHostAndPort(text)) return `${given}: did you mean mqtt://${text}?`;
  return `${given}: expected for example mqtt://localhost:1883, one of ${presetNames.join(', ')}, or broker.toml.`;
};

const looksLikeHostAndPort = (text: string): boolean =>
  /^[\w.-]+:\d+$/.test(text) || /^\[[0-9a-f:]+\]:\d+$/i.test(text);
