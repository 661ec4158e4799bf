import type { Suite } from '../../../src/conformance/index.ts';
import { cleanStartCases } from './3.1.2.4-clean-start.ts';
import { sessionCases } from './3.1.2.4-session.ts';

/** Section 3.1: CONNECT. */
export const connectSuite: Suite = {
  section: '3.1',
  title: 'CONNECT',
  cases: [...sessionCases, ...cleanStartCases],
};
