import { stringify } from 'smol-toml';
import { protocolVersions } from '../spec/protocol-version.ts';
import { announcedText } from './announced-text.ts';
import { capabilities } from './capability.ts';
import type { ProbeReport } from './probe.ts';
import type { Target } from './target.ts';

/** What the user gave to the probe, to be kept in the profile. */
export type ProbedFacts = Pick<Target, 'name'> & Partial<Pick<Target, 'product' | 'credentials' | 'tls'>>;

/**
 * Writes a profile file that says what the probe found, and shows how to say what it cannot find.
 * The password is left out: the text is made to be printed and kept.
 */
export const profileText = (facts: ProbedFacts, report: ProbeReport): string => {
  const { name, product, credentials, tls } = facts;
  const versions = protocolVersions.filter((version) => report.announced[version] !== undefined);
  const head = { name, url: report.url, ...(product !== undefined && { product }), versions };
  return [
    '# A profile of mqtt-assay, written by its probe.',
    stringify(head).trimEnd(),
    '',
    ...foundComments(report),
    ...(credentials === undefined ? [] : credentialLines(credentials.userName)),
    ...(tls === undefined ? [] : [stringify({ tls }).trimEnd(), '']),
    unseen,
  ].join('\n');
};

const foundComments = (report: ProbeReport): readonly string[] => {
  const announced = announcedText(report);
  return [
    `# The server can: ${report.capabilities.join(', ')}.`,
    ...(announced.length === 0 ? [] : [`# CONNACK announces: ${announced.join(', ')}.`]),
    ...report.notes.map((note) => `# ${note}.`.replaceAll(/[\r\n]+/g, ' ')),
    '',
  ];
};

const credentialLines = (userName: string): readonly string[] => [
  stringify({ credentials: { userName } }).trimEnd(),
  '# password = "fill in"',
  '',
];

const unseen = `# No CONNACK shows the rest. Remove the # where it applies.

# [capabilities]        # corrects the list above; known names:
${Object.entries(capabilities)
  .map(([name, meaning]) => `#   ${name}: ${meaning}`)
  .join('\n')}
# add = ["outbound-topic-alias"]
# remove = []

# [refusedCredentials]  # a user that exists, with a wrong password
# userName = "somebody"
# password = "wrong"

# These stand above the first [table]:
# refusedClientIdentifier = "banned"
# deniedPublishTopic = "forbidden/topic"
# concurrency = 32      # most connections at once
# start = ["./my-broker", "--port", "{port}"]   # and url = "mqtt://127.0.0.1:{port}"
`;
