import { Buffer } from 'node:buffer';
import type { Connect } from '../../packet/index.ts';
import type { ConnectionOptions } from '../generator/connection.ts';
import type { WorkerPlan } from '../worker/protocol.ts';

/** What a connection of a scenario may ask for. */
export interface Wishes {
  readonly role: string;
  readonly index: number;
  readonly keepAliveSeconds: number;
  readonly session?: 'clean' | 'kept';
  readonly will?: Connect['will'];
}

/** A kept Session is kept so long that no run outlives it, and no longer. */
const keptSeconds = 3600;
const connectionsPerAddress = 20_000;

/** How a connection of this run is opened: with a Client Identifier of its own. */
export function connectionOptions(plan: WorkerPlan, wishes: Wishes): ConnectionOptions {
  const { role, index, keepAliveSeconds, session = 'clean', will } = wishes;
  const { credentials, mqtt } = plan;
  const isKept = session === 'kept';
  return {
    url: plan.url,
    dial: plan.dial,
    timeoutMs: plan.workload.phases.connectSeconds * 1000,
    ...localAddress(plan.url, index),
    connect: {
      type: 'connect',
      protocolVersion: mqtt,
      cleanStart: !isKept,
      keepAliveSeconds,
      clientIdentifier: `${plan.runTag}${role}w${plan.worker}x${index}`,
      ...(will === undefined ? {} : { will }),
      ...(credentials === undefined ? {} : { userName: credentials.userName }),
      ...(credentials?.password === undefined ? {} : { password: Buffer.from(credentials.password) }),
      ...(isKept && mqtt === '5.0' ? { properties: { sessionExpiryIntervalSeconds: keptSeconds } } : {}),
    },
  };
}

/** On loopback every 20,000 connections come from another address: one address has too few ports. */
function localAddress(url: string, index: number): { readonly localAddress?: string } {
  const block = Math.floor(index / connectionsPerAddress);
  if (block === 0 || !url.includes('//127.0.0.1:')) return {};
  return { localAddress: `127.0.0.${2 + (block % 200)}` };
}
