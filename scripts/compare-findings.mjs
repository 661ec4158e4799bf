/**
 * Holds the failures and warnings of a result file against the known ones of a broker, each of which was looked
 * at and has its reason. A new one, or one that is gone, fails: either the broker changed, or our verdicts did.
 *
 * Usage: node scripts/compare-findings.mjs RESULT.ndjson KNOWN.toml
 */
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';

const [resultFile, knownFile] = process.argv.slice(2);
if (resultFile === undefined || knownFile === undefined) {
  console.error('usage: compare-findings.mjs RESULT.ndjson KNOWN.toml');
  process.exit(64);
}

const lines = readFileSync(resultFile, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const keyOf = ({ case: id, mqtt }) => `${id} [${mqtt}]`;
const found = new Set(
  lines
    .filter(({ type, verdict }) => type === 'case' && verdict !== 'pass' && verdict !== 'skip')
    .map((line) => `${line.verdict} ${keyOf(line)}`),
);
const { known = [] } = parse(readFileSync(knownFile, 'utf8'));
const expected = new Set(
  known.flatMap((entry) => entry.mqtt.map((mqtt) => `${entry.verdict} ${keyOf({ case: entry.case, mqtt })}`)),
);

const fresh = [...found].filter((key) => !expected.has(key)).toSorted((a, b) => a.localeCompare(b));
const gone = [...expected].filter((key) => !found.has(key)).toSorted((a, b) => a.localeCompare(b));
for (const key of fresh) console.error(`new: ${key}`);
for (const key of gone) console.error(`gone: ${key}`);
console.log(`${knownFile}: ${expected.size} known, ${fresh.length} new, ${gone.length} gone`);
process.exit(fresh.length + gone.length > 0 ? 1 : 0);
