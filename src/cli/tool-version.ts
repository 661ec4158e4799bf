import { readFileSync } from 'node:fs';

/** The version of this package, read from the package.json above us: sources and build lie at different depths. */
export const toolVersion: string = versionAbove(new URL('.', import.meta.url));

function versionAbove(folder: URL): string {
  const found = read(new URL('package.json', folder));
  if (found !== undefined) return found;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) return '0.0.0';
  return versionAbove(parent);
}

function read(file: URL): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('version' in parsed)) return undefined;
    return String(parsed.version);
  } catch {
    // No package.json here: look further up.
    return undefined;
  }
}
