/**
 * The architecture rule: imports point down the list of rooms, never up. A breach fails the build and says
 * which way to go. See docs/architecture.md.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

/** Each room, and what it may import besides itself. */
const rooms = {
  'src/spec': [],
  'src/packet': ['src/spec'],
  'src/transport': ['src/spec', 'src/packet'],
  'src/peer': ['src/spec', 'src/packet', 'src/transport'],
  'src/target': ['src/spec', 'src/packet', 'src/transport', 'src/peer'],
  'src/conformance': ['src/spec', 'src/packet', 'src/transport', 'src/peer', 'src/target'],
  'src/bench': ['src/spec', 'src/packet', 'src/transport', 'src/target'],
  'src/report': [
    'src/spec',
    'src/packet',
    'src/transport',
    'src/peer',
    'src/target',
    'src/conformance',
    'src/bench',
  ],
  'reference-broker': ['src/spec', 'src/packet', 'src/transport'],
};

/** Suites see the peer, the packets and the public entries of conformance: nothing of how cases are run. */
const suiteMayImport = [
  '^suites/',
  '^src/peer/index\\.ts$',
  '^src/packet/index\\.ts$',
  '^src/conformance/index\\.ts$',
  '^src/conformance/worker\\.ts$',
];

const ownCode = '^(src|suites|reference-broker)/';
const isTest = '\\.test(\\.helper)?\\.ts$';

const forbidden = [
  ...Object.entries(rooms).map(([room, below]) => ({
    name: `${room} imports only what lies below it`,
    comment: `${room} may import ${below.length === 0 ? 'nothing of ours' : below.join(', ')}: move the shared piece down, or inject it from above.`,
    severity: 'error',
    from: { path: `^${room}/`, pathNot: isTest },
    to: { path: ownCode, pathNot: `^(${[room, ...below].join('|')})/` },
  })),
  {
    name: 'suites import only the peer, the packets and the entries of conformance',
    comment: 'A case is a conversation: what it needs of the runner belongs into its context.',
    severity: 'error',
    from: { path: '^suites/', pathNot: isTest },
    to: { path: ownCode, pathNot: suiteMayImport },
  },
  {
    name: 'nothing imports the command line',
    comment: 'src/cli is the top: move what you need down into the room that owns it.',
    severity: 'error',
    from: { path: ownCode, pathNot: '^(src/cli|src/index)' },
    to: { path: '^src/cli/' },
  },
];

const folders = ['src', 'suites', 'reference-broker'];
const copy = copyWithoutUsing(folders);
process.once('exit', () => rmSync(copy, { recursive: true }));
const { output } = await cruise(folders, {
  baseDir: copy,
  ruleSet: { forbidden },
  validate: true,
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { extensions: ['.ts', '.js'] },
});

const { summary } = output;
// A cruiser that understood nothing finds nothing wrong.
if (summary.totalCruised < 50) {
  console.error(
    `architecture: only ${summary.totalCruised} modules were understood; the check itself is broken`,
  );
  process.exit(1);
}
for (const { from, to, rule } of summary.violations) {
  const comment = forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
  console.error(`${from} -> ${to}\n  ${rule.name}. ${comment}`);
}
console.error(`architecture: ${summary.totalCruised} modules, ${summary.violations.length} breaches`);
process.exit(summary.violations.length > 0 ? 1 : 0);

/** The cruiser's parser stops at `using` declarations; as `const` they import the same. */
function copyWithoutUsing(names) {
  const target = mkdtempSync(join(tmpdir(), 'architecture-'));
  for (const name of names) {
    cpSync(name, join(target, name), { recursive: true });
    for (const file of readdirSync(join(target, name), { recursive: true })) {
      if (!file.endsWith('.ts')) continue;
      const path = join(target, name, file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replaceAll(/\b(await )?using (?=\w+( =|:))/g, 'const '));
    }
  }
  return target;
}
