import type { ImageSource, OpenImage, OpenOptions } from '../image/contract.ts';
import { ImageError } from '../image/errors.ts';
import { refuseOffline } from '../image/offline.ts';
import { imageSources } from '../image/index.ts';
import { openInput } from '../image/open.ts';
import { errorWords, printable } from '../model/index.ts';
import { withoutCredentials } from './without-credentials.ts';
import type { Text } from '../model/index.ts';

/** Ids of the places where a bare reference is looked for, in this order. */
const searched: readonly string[] = ['docker', 'containerd', 'podman', 'registry'];

/** Which image, and where to look for it. */
export interface ImageRequest extends OpenOptions {
  /** A reference, with or without the prefix of a source (`oci-dir:./layout:1.0`), or a path that begins with `/`, `./` or `../`. */
  readonly reference?: string;
  /** A file or folder: archive or layout, recognised by its content. */
  readonly input?: string;
  /** Ids of sources to search, in order; undefined searches all of them. */
  readonly sources?: readonly string[];
}

/**
 * Opens an image. A reference without prefix is looked for in the daemons of this machine, then in
 * its registry; the error of a search that finds nothing says what each place answered.
 * @throws {ImageError}
 */
export async function openImage(request: ImageRequest): Promise<OpenImage> {
  return withoutCredentials(await openAny(request));
}

async function openAny(request: ImageRequest): Promise<OpenImage> {
  if (request.input !== undefined) return openInput(request.input, request);
  const reference = request.reference ?? '';
  // No reference begins so, and a path that does may be none of what follows a prefix.
  if (/^\.{0,2}\//.test(reference)) return openInput(reference, request);
  const named = imageSources.find(({ prefix }) => reference.startsWith(prefix));
  if (named === undefined) return search(reference, request);
  const rest = reference.slice(named.prefix.length);
  if (named.id === 'registry') refuseOffline(request.offline, `open "${printable(reference)}"`);
  const found = await named.open(rest, request);
  if (found !== undefined) return found;
  throw new ImageError('IMAGE_NOT_FOUND', {
    en: `Cannot open "${rest}" from ${named.title}: found no such image, wanted one that is there`,
    'zh-CN': `无法从 ${named.title} 打开“${rest}”：没有这个镜像`,
  });
}

async function search(reference: string, request: ImageRequest): Promise<OpenImage> {
  const answers: Text[] = [];
  for (const source of sourcesFor(request)) {
    if (source.id === 'registry' && request.offline === true) {
      answers.push({
        en: `${source.title}: not asked because of --offline`,
        'zh-CN': `${source.title}：因 --offline 未查询`,
      });
      continue;
    }
    try {
      const found = await source.open(reference, request);
      if (found !== undefined) return found;
      answers.push({ en: `${source.title}: not there`, 'zh-CN': `${source.title}：没有` });
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      const { en, 'zh-CN': chinese } = errorWords(error);
      answers.push({ en: `${source.title}: ${en}`, 'zh-CN': `${source.title}：${chinese}` });
    }
  }
  throw new ImageError('IMAGE_NOT_FOUND', {
    en: `Cannot find the image "${reference}": ${answers.map(({ en }) => en).join('; ')}`,
    'zh-CN': `找不到镜像“${reference}”：${answers.map((one) => one['zh-CN']).join('；')}`,
  });
}

function sourcesFor({ sources }: ImageRequest): readonly ImageSource[] {
  const ids = sources ?? searched;
  const unknown = ids.filter((id) => !imageSources.some((source) => source.id === id));
  if (sources !== undefined && unknown.length > 0) {
    const known = imageSources.map(({ id }) => id).join(', ');
    throw new ImageError('IMAGE_SOURCE', {
      en: `Cannot search "${unknown.join(', ')}": wanted sources among ${known}`,
      'zh-CN': `没有镜像来源“${unknown.join('、')}”：应为 ${known} 之一`,
    });
  }
  return ids.flatMap((id) => imageSources.filter((source) => source.id === id));
}
