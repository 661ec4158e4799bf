import type { Saboteur } from '../../../src/conformance/index.ts';

/** Lies about section 3.3: PUBLISH. */
export const publishSaboteurs: readonly Saboteur[] = [];
