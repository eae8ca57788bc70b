import { browserVersion } from '../../advisories/browser-version.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { baseName, isBelow } from '../paths.ts';
import { browserLibraries } from './browser-libraries.ts';
import type { BrowserLibrary } from './browser-libraries.ts';

/** Bytes from the start in which a file's own comment stands; what `wantsHead` is given. */
const headBytes = 4096;
/** The longest release of a browser library is below 8 MiB. */
const largest = 16 * 2 ** 20;
/** Comments at the top of a file that are looked at: a bundler may put its own before. */
const comments = 16;
/** Characters after a version in which the same comment says more. */
const following = 200;

const latin1 = new TextDecoder('latin1');
const byFile: ReadonlyMap<string, string> = new Map(
  browserLibraries.flatMap(({ name, files }) => files.map((file) => [file, name] as const)),
);

/** A release as libraries write it; sticky, so that it is read at one place only. */
const release = /\d{1,4}\.\d{1,4}(?:\.\d{1,5})?(?:[-.]?(?:alpha|beta|rc|b)[-.]?\d{0,3})?/y;

const named =
  /^(.{1,64}?)[-_.@]v?(\d{1,4}\.\d{1,4}(?:\.\d{1,5})?(?:-?(?:alpha|beta|rc)[-.]?\d{0,3})?)((?:[-.](?:min|slim|full|prod|production|global|umd|core|pack|packed))*)\.m?js$/;

interface Known {
  readonly name: string;
  readonly version: string;
}

/** The library that a file's name tells: `jquery-3.4.1.min.js`. */
function byName(path: string): Known | undefined {
  const base = baseName(path).toLowerCase();
  const parts = base.length > 160 ? null : named.exec(base);
  const name = parts === null ? undefined : byFile.get(parts[1] ?? '');
  return name === undefined ? undefined : { name, version: parts?.[2] ?? '' };
}

/** The library that the comment at the top names: `/*! jQuery v3.4.1 | …`. */
function byBanner(head: Uint8Array): Known | undefined {
  const text = latin1.decode(head.subarray(0, headBytes));
  let at = 0;
  for (let seen = 0; seen < comments; seen += 1) {
    at = nextComment(text, at);
    if (at === -1) return undefined;
    const start = skipDecoration(text, at + 2);
    for (const library of browserLibraries) {
      const version = versionAt(text, start, library);
      if (version !== undefined) return { name: library.name, version };
    }
    at = Math.max(at + 2, start);
  }
  return undefined;
}

function nextComment(text: string, from: number): number {
  for (let at = text.indexOf('/', from); at !== -1; at = text.indexOf('/', at + 1)) {
    const next = text.charAt(at + 1);
    // The slashes of an address are no comment.
    if (next === '*' || (next === '/' && text.charAt(at - 1) !== ':')) return at;
  }
  return -1;
}

/** Index of the first word of a comment: stars, exclamation marks, white space and a licence tag are no words. */
function skipDecoration(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n*!/'.includes(text.charAt(at))) at += 1;
  for (const tag of ['@license', '@preserve', '@overview'])
    if (text.startsWith(tag, at)) return skipDecoration(text, at + tag.length);
  return at;
}

function versionAt(text: string, start: number, library: BrowserLibrary): string | undefined {
  for (const banner of library.banners) {
    if (!text.startsWith(banner, start)) continue;
    release.lastIndex = start + banner.length;
    const version = release.exec(text)?.[0];
    if (version === undefined) continue;
    const { also } = library;
    const near = text.slice(Math.max(0, start - following), release.lastIndex + following);
    if (also === undefined || near.includes(also)) return version;
  }
  return undefined;
}

function libraryOf(path: string, head: Uint8Array): Known | undefined {
  return byBanner(head) ?? byName(path);
}

function read(file: FileReader): AnalyzerResult {
  const known = libraryOf(file.path, file.bytes);
  if (known === undefined) return {};
  const found: FoundPackage = {
    name: known.name,
    version: browserVersion(known.version),
    type: 'npm',
    qualifiers: { vendored: 'true' },
  };
  return { packages: [found] };
}

/** Folders of translations, which bear the name and version of the library they are made for. */
const translations = /(?:^|\/)(?:i18n|l10n|lang|langs|languages|locale|locales|nls)\//;

/**
 * Libraries that lie in web roots as loose files, known by the comment at their top or by their
 * name. No package manager put them there, so nobody updates them either.
 */
export const vendoredScript: FileAnalyzer = {
  id: 'vendored-script',
  version: 2,
  type: 'npm',
  resultType: 'node-pkg',
  finds: 'installed',
  files: ['**/*.js', '**/*.mjs'],
  wants: (path, { size }) =>
    size <= largest &&
    (path.endsWith('.js') || path.endsWith('.mjs')) &&
    !isBelow(path, 'node_modules') &&
    !translations.test(path),
  wantsHead: (head, path) => libraryOf(path, head) !== undefined,
  read,
};
