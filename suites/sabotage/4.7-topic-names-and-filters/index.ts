import type { Saboteur } from '../../../src/conformance/index.ts';
import { dollarSaboteurs } from './4.7.2-topics-beginning-with-dollar.ts';
import { matchingSaboteurs } from './matching.ts';
import { nameSaboteurs } from './names.ts';

export const topicSaboteurs: readonly Saboteur[] = [
  ...nameSaboteurs,
  ...matchingSaboteurs,
  ...dollarSaboteurs,
];
