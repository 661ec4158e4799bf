import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { createDecoder, type Decoded } from './decoder.ts';
import { type MalformedRow, malformedRows } from './malformed-rows.ts';
import { raw } from './raw.ts';
import { type ViolationCode } from './violation.ts';
import { type ViolationDefinition, violations } from './violation-table.ts';

const learnsVersion: readonly ViolationCode[] = ['connect-expected'];
const fatalCodes: readonly ViolationCode[] = [
  'remaining-length-too-long',
  'packet-too-large',
  'connect-expected',
];

function decodeRow([code, receiver, hex, statement]: MalformedRow): Decoded | undefined {
  const version = statement.split('/')[0] as ProtocolVersion;
  const begins = receiver === 'server' && (hex.startsWith('10') || learnsVersion.includes(code));
  const decoder = createDecoder({
    receiver,
    maximumPacketSizeBytes: 200,
    ...(begins ? {} : { version }),
  });
  decoder.push(raw(hex).raw);
  return decoder.next();
}

describe.each(Object.entries(malformedRows))('%s', (_, rows) => {
  it.each(rows.map((row) => [row[3], row[0], row[2], row] as const))(
    '%s %s: %s',
    (_statement, _code, hex, row) => {
      const [code, , , statement] = row;
      const decoded = decodeRow(row);
      if (decoded?.kind !== 'violation') throw new Error(`not refused: ${JSON.stringify(decoded)}`);
      expect(decoded.violation).toMatchObject({ code, statement, reasonCode: violations[code].reasonCode });
      expect(decoded.violation.detail).not.toBe('');
      expect(decoded.fatal).toBe(fatalCodes.includes(code));
      expect(decoded.version).toBe(statement.split('/')[0]);
      expect(Buffer.from(decoded.bytes).toString('hex')).toBe(hex.replaceAll(' ', ''));
    },
  );
});

describe('the table of violations', () => {
  const rows = Object.values(malformedRows).flat();

  it.each(Object.entries(violations) as [ViolationCode, ViolationDefinition][])(
    '%s is reached in each version that has it',
    (code, definition) => {
      const versions = new Set(definition.statements.map((statement) => statement.split('/')[0]));
      // Before CONNECT is read there is no version, and 3.1.1 is assumed.
      if (code === 'connect-expected') versions.delete('5.0');
      const reached = new Set(rows.filter((row) => row[0] === code).map((row) => row[3].split('/')[0]));
      expect(reached).toEqual(versions);
    },
  );

  it('has a statement of each version at most once, and a summary', () => {
    for (const { statements, summary } of Object.values<ViolationDefinition>(violations)) {
      const versions = statements.map((statement) => statement.split('/')[0]);
      expect(new Set(versions).size).toBe(versions.length);
      expect(summary).toMatch(/\.$/);
    }
  });
});
