import type { Saboteur } from '../../../src/conformance/index.ts';

export const connectSaboteurs: readonly Saboteur[] = [];
