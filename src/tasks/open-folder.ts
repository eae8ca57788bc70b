import { openDirectory } from '../image/directory.ts';
import type { ScanSubject } from './scan.ts';

/**
 * Opens a source tree (`lockfile`: what it asks for) or an unpacked system (`installed`: what is
 * there). A single file is a tree of one.
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE when nothing lies there.
 */
export function openFolder(path: string, profile: ScanSubject['profile']): ScanSubject {
  return { subject: { kind: 'filesystem', name: path }, profile, image: openDirectory(path) };
}
