import type { numberedIds311, unnumberedIds311 } from './ids-3.1.1.ts';
import type { numberedIds50, unnumberedIds50 } from './ids-5.0.ts';

export type StatementId311 = (typeof numberedIds311)[number] | (typeof unnumberedIds311)[number];
export type StatementId50 = (typeof numberedIds50)[number] | (typeof unnumberedIds50)[number];

/**
 * A statement of the standard, always with its version: 121 ids exist in both with different meanings.
 * A citation that names no real statement does not compile.
 */
export type StatementId = StatementId311 | StatementId50;
