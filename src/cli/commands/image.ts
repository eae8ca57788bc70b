import { openImage } from '../../tasks/open-image.ts';
import { UsageError } from '../errors.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans an image from a daemon, a registry or a file. */
export async function run(input: CommandInput): Promise<number> {
  const { options } = input;
  const [reference] = input.arguments;
  const file = options.text('input');
  if ((reference === undefined) === (file === undefined)) {
    const found = reference === undefined ? 'neither' : 'both';
    throw new UsageError(
      'USAGE_ARGUMENT',
      `Cannot choose an image: found ${found}, wanted a reference or --input FILE`,
    );
  }
  const sources = options.list('image-src');
  const platform = options.text('platform');
  return runScan(input, async () => {
    const image = await openImage({
      ...(reference === undefined ? {} : { reference }),
      ...(file === undefined ? {} : { input: file }),
      ...(sources.length === 0 ? {} : { sources }),
      ...(platform === undefined ? {} : { platform }),
      insecure: options.flag('insecure'),
      offline: options.flag('offline'),
      signal: input.signal,
    });
    return {
      subject: { kind: 'image', name: reference ?? file ?? '', image: image.subject },
      profile: 'installed',
      image,
      close: image.close,
    };
  });
}
