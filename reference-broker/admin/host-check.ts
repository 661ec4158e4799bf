import { isIP } from 'node:net';

/**
 * Says which Host headers are believed. A page of another site can point its own name at this machine and then read
 * our answers (DNS rebinding); an address, `localhost` or the name that we listen on cannot be such a name.
 */
export function createHostCheck(listenHost: string): (hostHeader: string | undefined) => boolean {
  const own = listenHost.toLowerCase();
  return (hostHeader) => {
    const name = hostNameOf(hostHeader ?? '');
    if (name === undefined) return false;
    return isIP(name) !== 0 || name === 'localhost' || name === own;
  };
}

function hostNameOf(hostHeader: string): string | undefined {
  const parts = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[\w.-]+))(?::\d{1,5})?$/i.exec(hostHeader)?.groups;
  return (parts?.['six'] ?? parts?.['name'])?.toLowerCase();
}
