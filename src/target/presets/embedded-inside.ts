import type { StartedTarget, TargetFacts } from '../facts.ts';
import { type Launch, layOut } from '../launch.ts';
import type { ServedEmbedded } from './embedded-broker.ts';

/** What is known of the reference broker, however it is started. */
export const embeddedFacts = {
  product: 'mqtt-assay reference broker',
  // The reference broker uses aliases towards any client that allows them, which no CONNACK shows.
  capabilities: { add: ['outbound-topic-alias'], remove: [] },
} as const satisfies Partial<TargetFacts>;

interface InsidePlan {
  /** What the broker reads, and who dials it. */
  readonly files: Launch['files'];
  /** @param directory where the files lie; it lasts as long as the broker */
  serve(directory: string): Promise<ServedEmbedded>;
  facts(directory: string): Omit<TargetFacts, 'url'>;
}

/** Starts a broker in our own process: nothing is faster to start, and a crash of it is a crash of ours. */
export const startInside = async ({ files, serve, facts }: InsidePlan): Promise<StartedTarget> => {
  const laidOut = await layOut(() => ({ argv: [], files }), {});
  try {
    const served = await serve(laidOut.directory);
    return {
      facts: { ...embeddedFacts, ...facts(laidOut.directory), url: served.url },
      [Symbol.asyncDispose]: async () => {
        await served[Symbol.asyncDispose]();
        await laidOut[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await laidOut[Symbol.asyncDispose]();
    throw error;
  }
};
