import { openDirectory } from '../image/directory.ts';
import { ImageError } from '../image/errors.ts';
import type { ScanSubject } from './scan.ts';

/**
 * Opens a source tree (`lockfile`: what it asks for) or an unpacked system (`installed`: what is
 * there). A single file is a tree of one; a bill of materials (`sbom`) always is a single file.
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE when nothing lies there, or a folder in its place.
 */
export function openFolder(path: string, profile: ScanSubject['profile']): ScanSubject {
  const image = openDirectory(path);
  const single = image.layers.every(({ bytes }) => 'file' in bytes);
  if (profile === 'sbom' && !single) {
    throw new ImageError('IMAGE_NOT_AN_IMAGE', {
      en: `Cannot read "${path}" as a bill of materials: it is a folder, wanted a file`,
      'zh-CN': `无法将“${path}”作为物料清单读取：它是目录，应为文件`,
    });
  }
  return { subject: { kind: 'filesystem', name: path }, profile, image };
}
