import { archiveMembers } from '../../src/scan/advisories/archive-members.ts';
import { sharedPath } from './outside.ts';

/** Files of one of the shared archives of feed samples whose path the pattern finds, by path. */
export async function feedSamples(archive: string, pattern: RegExp): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const path = sharedPath(`feeds/format-samples/${archive}.tar.zst`);
  for await (const member of archiveMembers(path, (name) => pattern.test(name)))
    found.set(member.path, Buffer.from(member.bytes));
  return found;
}
