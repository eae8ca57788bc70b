/** A Debian package of the example image, as `dpkg` would record it. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  readonly files: readonly string[];
}

/** What the base image holds: Debian 12 as it was in the summer of 2023. */
export const basePackages: readonly DebianPackage[] = [
  { name: 'base-files', version: '12.4', files: ['etc/debian_version'] },
  { name: 'bash', version: '5.2.15-2+b2', source: 'bash (5.2.15-2)', files: ['bin/bash'] },
  { name: 'libc6', version: '2.36-9', source: 'glibc', files: ['lib/x86_64-linux-gnu/libc.so.6'] },
  { name: 'libexpat1', version: '2.5.0-1', source: 'expat', files: ['usr/lib/libexpat.so.1'] },
  { name: 'liblzma5', version: '5.4.1-0.2', source: 'xz-utils', files: ['usr/lib/liblzma.so.5'] },
  { name: 'libssl3', version: '3.0.9-1', source: 'openssl', files: ['usr/lib/libssl.so.3'] },
  { name: 'zlib1g', version: '1:1.2.13.dfsg-1', source: 'zlib', files: ['usr/lib/libz.so.1'] },
];

/** What the shop's Dockerfile installs on top. */
export const addedPackages: readonly DebianPackage[] = [
  { name: 'curl', version: '7.88.1-10', files: ['usr/bin/curl'] },
  { name: 'libcurl4', version: '7.88.1-10', source: 'curl', files: ['usr/lib/libcurl.so.4'] },
  {
    name: 'libnghttp2-14',
    version: '1.52.0-1',
    source: 'nghttp2',
    files: ['usr/lib/libnghttp2.so.14'],
  },
  { name: 'libwebp7', version: '1.2.4-0.2', source: 'libwebp', files: ['usr/lib/libwebp.so.7'] },
  { name: 'openssh-client', version: '1:9.2p1-2', source: 'openssh', files: ['usr/bin/ssh'] },
  {
    name: 'python3-urllib3',
    version: '1.26.12-1',
    source: 'python-urllib3',
    files: [
      'usr/lib/python3/dist-packages/urllib3-1.26.12.egg-info/PKG-INFO',
      'usr/lib/python3/dist-packages/urllib3/__init__.py',
    ],
  },
  { name: 'wget', version: '1.21.3-1+b2', source: 'wget (1.21.3-1)', files: ['usr/bin/wget'] },
];

/** npm packages under /srv/cart/node_modules, name and version. */
export const nodePackages: readonly (readonly [string, string])[] = [
  ['axios', '0.21.0'],
  ['ejs', '3.1.6'],
  ['follow-redirects', '1.13.0'],
  ['jsonwebtoken', '8.5.1'],
  ['lodash', '4.17.15'],
  ['minimist', '1.2.5'],
  ['qs', '6.5.2'],
  ['semver', '5.7.1'],
  ['ws', '7.4.5'],
];

/** Python packages under /usr/local, name and version. */
export const pythonPackages: readonly (readonly [string, string])[] = [
  ['Django', '3.2.12'],
  ['Jinja2', '2.11.2'],
  ['Pillow', '9.0.0'],
  ['PyYAML', '5.3'],
  ['requests', '2.19.1'],
  ['urllib3', '1.24.1'],
];
