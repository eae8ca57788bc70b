import { openImage } from '../../tasks/open-image.ts';
import { accelerate } from '../accelerate.ts';
import { UsageError } from '../errors.ts';
import { readDockleIgnores } from '../../tasks/decide.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans an image from a daemon, a registry or a file. */
export async function run(input: CommandInput): Promise<number> {
  const { options } = input;
  const [reference] = input.arguments;
  const file = options.text('input');
  expectOneImage(reference, file);
  accelerate(input);
  const sources = options.list('image-src');
  const platform = options.text('platform');
  const mirrors = mirrorsOf(options.list('registry-mirror'));
  const open = async () => {
    const image = await openImage({
      ...(reference === undefined ? {} : { reference }),
      ...(file === undefined ? {} : { input: file }),
      ...(sources.length === 0 ? {} : { sources }),
      ...(platform === undefined ? {} : { platform }),
      ...(mirrors === undefined ? {} : { registryMirrors: mirrors }),
      insecure: options.flag('insecure'),
      offline: options.flag('offline'),
      signal: input.signal,
    });
    return {
      subject: { kind: 'image', name: reference ?? file ?? '', image: image.subject },
      profile: 'installed',
      image,
      close: image.close,
    } as const;
  };
  return runScan(input, open, readDockleIgnores(input.environment));
}

/** @throws {UsageError} unless there is either a reference or a file, and it names something. */
function expectOneImage(reference: string | undefined, file: string | undefined): void {
  const wrong = (found: string): UsageError =>
    new UsageError('USAGE_ARGUMENT', {
      en: `Cannot choose an image: found ${found}, wanted a reference or --input FILE`,
      'zh-CN': `无法确定镜像：应只指定镜像名称或 --input FILE 之一`,
    });
  if (reference === undefined && file === undefined) throw wrong('neither of them');
  if (reference !== undefined && file !== undefined) throw wrong('both');
  if ((reference ?? file ?? '').trim() === '') throw wrong('an empty name');
  // Layers are read in no fixed order and more than once, which a pipe does not allow.
  if (file === '-')
    throw new UsageError('USAGE_OPTION', {
      en: 'Cannot use --input "-": an image cannot be read from a pipe, wanted a file; save it to one first (`docker save IMAGE -o image.tar`) or name the file as oci-archive:FILE',
      'zh-CN':
        '--input "-" 无效：不能从管道读取镜像，请先保存为文件（`docker save IMAGE -o image.tar`），或写成 oci-archive:FILE',
    });
}

/** `docker.io=mirror.example:5000`, in the order in which mirrors are asked. */
function mirrorsOf(given: readonly string[]): ReadonlyMap<string, readonly string[]> | undefined {
  if (given.length === 0) return undefined;
  const pairs = given.map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --registry-mirror "${text}": wanted HOST=MIRROR, such as docker.io=mirror.example:5000`,
      'zh-CN': `--registry-mirror 的值“${text}”无效：应为 HOST=MIRROR，例如 docker.io=mirror.example:5000`,
    });
  });
  const hosts = Map.groupBy(pairs, ([host]) => host);
  return new Map([...hosts].map(([host, of]) => [host, of.map(([, mirror]) => mirror)]));
}
