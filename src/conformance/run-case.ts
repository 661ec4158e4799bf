import { createTranscript, ExpectationFailed, type Peer, SetupFailed } from '../peer/index.ts';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { levelOf } from '../spec/statements/index.ts';
import type { StatementId } from '../spec/statements/statement-id.ts';
import type { Target } from '../target/target.ts';
import type { ByteStream } from '../transport/index.ts';
import { type BrokerCase, provenIn } from './case.ts';
import { createContext } from './context.ts';
import { replayLine } from './replay.ts';
import type { CaseLine, Finding } from './result.ts';
import type { Verdict } from './verdict.ts';

export interface RunCaseOptions {
  readonly mqtt: ProtocolVersion;
  readonly target: Target;
  readonly deadlineMs: number;
  /** Unique for this run of this case; see ContextOptions. */
  readonly tag: string;
  readonly dial: () => Promise<ByteStream>;
  /** The command line that repeats this case. */
  readonly rerun: string;
}

const caseLimitMs = 120_000;

/** Runs one case once, in one version, against one target. Never throws: whatever happens becomes a verdict. */
export async function runCase(brokerCase: BrokerCase, options: RunCaseOptions): Promise<CaseLine> {
  const { mqtt, target, rerun } = options;
  const startMs = performance.now();
  const statements = provenIn(mqtt, brokerCase.proves);
  const transcript = createTranscript(() => performance.now());
  const findings: Finding[] = [];
  const owned = createContext({
    ...options,
    transcript,
    onBreach(breach) {
      addOnce(findings, findingOf(breach.statements, 'invariant', [breach.allowed], breach.actual));
    },
  });

  const problem = await withinLimit(brokerCase.body(owned.context)).catch((error: unknown) => error);
  await owned[Symbol.asyncDispose]();
  if (problem instanceof ExpectationFailed) {
    const { outcome } = problem;
    const blamed = outcome.statements === undefined ? statements : provenIn(mqtt, outcome.statements);
    findings.push(
      findingOf(blamed.length > 0 ? blamed : statements, 'expectation', outcome.allowed, outcome.actual),
    );
  }
  const outcome = judge(problem, findings);
  const replay = replayLine(target.url, replayPeer(owned.peers));
  return {
    type: 'case',
    case: brokerCase.id,
    mqtt,
    target: target.name,
    verdict: outcome.verdict,
    statements: [...statements],
    durationMs: Math.round(performance.now() - startMs),
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(outcome.verdict === 'pass' ? {} : { transcript: [...transcript.entries], rerun }),
    ...(outcome.verdict === 'pass' || replay === undefined ? {} : { replay }),
  };
}

function judge(problem: unknown, findings: readonly Finding[]): Pick<CaseLine, 'verdict' | 'reason'> {
  // A broken invariant is true whatever became of the case itself; the reason then says that it did not end.
  const stopped = stoppedBy(problem);
  const reason = stopped === undefined ? {} : { reason: stopped.reason };
  if (findings.some((finding) => finding.level === 'must')) return { verdict: 'fail', ...reason };
  if (stopped !== undefined) return stopped;
  return { verdict: findings.length > 0 ? 'warn' : 'pass' };
}

function stoppedBy(problem: unknown): { readonly verdict: Verdict; readonly reason: string } | undefined {
  if (problem === undefined || problem instanceof ExpectationFailed) return undefined;
  if (problem instanceof SetupFailed) return { verdict: 'inconclusive', reason: problem.message };
  return {
    verdict: 'error',
    reason: problem instanceof Error ? problem.message : `the case threw ${typeof problem}`,
  };
}

function findingOf(
  statements: readonly StatementId[],
  source: Finding['source'],
  allowed: readonly string[],
  actual: string,
): Finding {
  const level = statements.some((statement) => levelOf(statement) === 'must') ? 'must' : 'should';
  return { statements: [...statements], source, level, allowed: [...allowed], actual };
}

function addOnce(findings: Finding[], finding: Finding): void {
  const key = finding.statements.join();
  if (findings.some((known) => known.statements.join() === key)) return;
  findings.push(finding);
}

async function withinLimit(body: Promise<void>): Promise<undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the case did not end within ${caseLimitMs} ms`)), caseLimitMs);
  });
  try {
    await Promise.race([body, limit]);
  } finally {
    clearTimeout(timer);
  }
  return undefined;
}

/** The only peer, or the one whose bytes tell the story: a replay of several connections is no one-liner. */
function replayPeer(peers: readonly Peer[]): Peer | undefined {
  return peers.length === 1 ? peers[0] : undefined;
}
