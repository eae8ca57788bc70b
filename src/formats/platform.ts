import type { Descriptor, Platform } from './oci.ts';

const architectures: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['x64', 'amd64'],
  ['i386', '386'],
  ['i686', '386'],
  ['ia32', '386'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
  ['ppc64el', 'ppc64le'],
]);

const armVariants: ReadonlyMap<string, string> = new Map([
  ['armhf', 'v7'],
  ['armel', 'v6'],
]);

const word = /^[A-Za-z0-9_.-]{1,40}$/;

/**
 * Reads `os/architecture[/variant]`, or `architecture` alone for linux, with the aliases that
 * containerd and Node use (`aarch64`, `x64`). Undefined when it has another form.
 */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.split('/');
  if (parts.length > 3 || !parts.every((part) => word.test(part))) return undefined;
  const [os, architecture, variant] = parts.length === 1 ? ['linux', ...parts] : parts;
  if (os === undefined || architecture === undefined) return undefined;
  return normalPlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}

/** One spelling for each platform: lower case, Go's architecture names, `arm64` without its implied `v8`. */
export function normalPlatform(platform: Platform): Platform {
  const named = platform.architecture.toLowerCase();
  const os = platform.os.toLowerCase() === 'macos' ? 'darwin' : platform.os.toLowerCase();
  const architecture = architectures.get(named) ?? named;
  const given = platform.variant?.toLowerCase() ?? armVariants.get(named);
  const variant = given !== undefined && /^\d$/.test(given) ? `v${given}` : given;
  const implied = architecture === 'arm64' ? 'v8' : architecture === 'amd64' ? 'v1' : undefined;
  if (variant === undefined || variant === implied) return { os, architecture };
  return { os, architecture, variant };
}

/** `linux/arm/v7`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/');
}

/**
 * How well an image for `offered` runs where `wanted` was asked for: 0 not at all, more is better.
 * An arm machine runs the images of its own and of older variants, newest first, as in containerd.
 */
export function platformFit(wanted: Platform, offered: Platform): number {
  const want = normalPlatform(wanted);
  const have = normalPlatform(offered);
  if (want.os !== have.os || want.architecture !== have.architecture) return 0;
  if (want.architecture === 'arm') {
    const most = armVersion(want.variant);
    const version = armVersion(have.variant);
    return version <= most ? 1 + version : 0;
  }
  if (want.variant === have.variant) return 2;
  return have.variant === undefined ? 1 : 0;
}

function armVersion(variant: string | undefined): number {
  return Number(/^v(\d)/.exec(variant ?? 'v7')?.[1] ?? 0);
}

/**
 * The entry of an index that fits best, the first of equals. Attestations are no images and are
 * passed over. `wanted` undefined asks for `machine`, then for the only image there is.
 */
export function choosePlatform(
  manifests: readonly Descriptor[],
  wanted: Platform | undefined,
  machine: Platform,
): Descriptor | undefined {
  const images = manifests.filter(
    ({ attestation, platform }) => !attestation && platform?.os !== 'unknown',
  );
  let best: Descriptor | undefined;
  let bestFit = 0;
  for (const image of images) {
    const fit = image.platform === undefined ? 0 : platformFit(wanted ?? machine, image.platform);
    if (fit > bestFit) {
      best = image;
      bestFit = fit;
    }
  }
  if (best !== undefined) return best;
  const only = images.length === 1 ? images[0] : undefined;
  // An index without platforms can only be told apart by its configurations: the caller checks.
  return wanted === undefined || only?.platform === undefined ? only : undefined;
}
