import { after, before } from './program.ts';
import type { Program } from './program.ts';

/** Shells, archivers, libraries and what people run by hand. */
export const tools: readonly Program[] = [
  {
    name: 'busybox',
    files: ['busybox', '['],
    clues: [after('BusyBox v', /BusyBox v(\d\.\d{1,2}\.\d{1,2}) \(/)],
    products: ['busybox:busybox'],
  },
  {
    name: 'bash',
    files: ['bash'],
    clues: [after('@(#)Bash version ', /version (\d\.\d{1,2}\.\d{1,3})\(/)],
    products: ['gnu:bash'],
  },
  {
    name: 'util-linux',
    files: ['getopt'],
    clues: [after('\0util-linux ', /linux (\d\.\d{1,2}(?:\.\d{1,2})?(?:-rc\d)?)\0/)],
    products: ['kernel:util-linux'],
  },
  {
    name: 'gzip',
    files: ['gzip'],
    clues: [
      after('bad pack level\0', /level\0(\d\.\d{1,2}(?:\.\d{1,2})?)\0/),
      after('changed while zipping\n\0', /\n\0(\d\.\d{1,2}(?:\.\d{1,2})?)\0/),
    ],
    products: ['gnu:gzip'],
  },
  {
    name: 'xz',
    files: ['xz', 'xzdec'],
    clues: [after('xz (XZ Utils) ', /Utils\) (\d\.\d{1,2}\.\d{1,2}(?:alpha|beta)?)\0/)],
    products: ['tukaani:xz'],
  },
  {
    name: 'zstd',
    files: ['zstd'],
    clues: [
      before('\0Zstandard CLI', /\0v(\d\.\d{1,2}\.\d{1,2})\0Zstandard CLI$/),
      { beside: ['Zstandard CLI'], version: /\0v(\d\.\d{1,2}\.\d{1,2})\0/ },
      { version: /\0v(\d\.\d{1,2}\.\d{1,2})\0/ },
    ],
    products: ['facebook:zstandard'],
  },
  {
    name: 'jq',
    files: ['jq'],
    clues: [
      after('output failed: %s\n\0', /\n\0(?:jq-)?(\d\.\d{1,2}(?:\.\d{1,2})?)\0/),
      before('\0DEBUG:\0', /\0(?:jq-)?(\d\.\d{1,2}(?:\.\d{1,2})?)\0DEBUG:\0$/),
    ],
    products: ['jqlang:jq', 'jq_project:jq'],
  },
  {
    name: 'openssl',
    files: ['openssl', 'libcrypto.so*'],
    clues: [
      after(
        'OpenSSL ',
        /OpenSSL (\d\.\d\.\d{1,2}(?:[a-z]{1,2})?(?:-(?:alpha|beta)\d{1,2})?) {1,2}\d{1,2} [A-Z][a-z]{2} 20\d\d/,
      ),
    ],
    products: ['openssl:openssl'],
  },
  {
    name: 'curl',
    files: ['curl', 'libcurl*.so*'],
    clues: [
      after('libcurl/', /libcurl\/(\d\.\d{1,3}\.\d{1,3})/),
      after('CLIENT libcurl ', /libcurl (\d\.\d{1,3}\.\d{1,3})/),
      after('curl/', /curl\/(\d\.\d{1,3}\.\d{1,3})/),
    ],
    products: ['haxx:curl'],
  },
  {
    name: 'ffmpeg',
    files: ['ffmpeg', 'ffprobe', 'ffplay', ...['avcodec', 'avformat', 'avutil'].flatMap(shared)],
    clues: [
      after('FFmpeg version ', /version (\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)[\0+-]/),
      after('%s version ', /version (\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)[\0 +-]/),
    ],
    products: ['ffmpeg:ffmpeg'],
  },
  {
    name: 'qtbase',
    files: ['libQtCore.so*', 'libQt5Core.so*', 'libQt6Core.so*'],
    clues: [after('This is the QtCore library version ', /version (?:Qt )?(\d\.\d{1,2}\.\d{1,2})/)],
    products: ['qt:qt'],
  },
  {
    name: 'chrome',
    files: ['chrome'],
    clues: [after('\0Pictures\0Videos\0', /Videos\0(\d{1,3}\.\d{1,2}\.\d{1,5}\.\d{1,4})\0/)],
    products: ['google:chrome'],
  },
  {
    name: 'wp-cli',
    files: ['wp', 'wp-cli.phar'],
    clues: [after('wp-cli/wp-cli ', /wp-cli (\d\.\d{1,2}\.\d{1,2})[ \n-]/)],
    products: ['wp-cli:wp-cli'],
  },
  {
    name: 'elixir',
    files: ['elixir', 'elixir.app'],
    clues: [
      after('ELIXIR_VERSION=', /=(\d\.\d{1,2}\.\d{1,2}(?:-[\w.]{1,10})?)\s/),
      {
        beside: ['{description,"elixir"}'],
        after: 80,
        version: /\{vsn,"(\d\.\d{1,2}\.\d{1,2}(?:-[\w.]{1,10})?)"\}/,
      },
    ],
    products: ['elixir-lang:elixir'],
  },
  {
    name: 'go',
    files: ['VERSION', 'VERSION.cache'],
    clues: [
      {
        ...after(
          'go1.',
          /^go(1\.\d{1,2}(?:\.\d{1,2})?(?:(?:rc|beta)\d)?(?:-[0-9a-f]{7,12})?)(?:\s|$)/,
        ),
        within: 'devel '.length,
      },
    ],
    products: ['golang:go'],
  },
  {
    name: 'firefox',
    files: ['application.ini'],
    clues: [
      {
        beside: ['\nName=Firefox\n'],
        before: 32,
        after: 160,
        version:
          /\nVendor=Mozilla\nName=Firefox\n(?:[^[=\n]{1,40}=[^\n]{0,80}\n){0,4}?Version=(\d{1,3}\.\d{1,2}(?:\.\d{1,2})?)\n/,
      },
    ],
    products: ['mozilla:firefox'],
  },
];

/** Libraries that wheels carry have a part of their digest in the name. */
function shared(name: string): readonly string[] {
  return [`lib${name}.so*`, `lib${name}-*.so*`];
}
