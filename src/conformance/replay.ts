/**
 * The bytes of one connection as a line that any shell runs, the form in which maintainers of brokers ask for
 * a report. Undefined where one line cannot tell the story: several connections, or no plain TCP.
 */
export function replayLine(
  url: string,
  peer: { readonly sentBytes: readonly Uint8Array[] } | undefined,
): string | undefined {
  if (peer === undefined || peer.sentBytes.length === 0) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'mqtt:') return undefined;
  const hex = peer.sentBytes.map((bytes) => Buffer.from(bytes).toString('hex')).join('');
  return `echo ${hex} | xxd -r -p | nc ${hostname} ${port === '' ? '1883' : port}`;
}
