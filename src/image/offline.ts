import { ImageError } from './errors.ts';

/** Refuses what needs the network where the user forbade it. @throws {ImageError} NETWORK_FORBIDDEN */
export function refuseOffline(offline: boolean | undefined, action: string): void {
  if (offline !== true) return;
  throw new ImageError(
    'NETWORK_FORBIDDEN',
    `Cannot ${action}: found --offline, wanted something on this machine`,
  );
}
