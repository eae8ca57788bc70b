import { generateKeyPairSync } from 'node:crypto';

import { buildImage } from './oci.ts';
import type { BuiltImage, BuildOptions } from './oci.ts';

/** The start of an ELF program: enough to be taken for one. */
export const program: Uint8Array = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
  Buffer.alloc(64),
]);

/** A private key made for this run: none that anybody uses. */
export function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return key.export({ format: 'pem', type: 'pkcs8' });
}

/** A value that looks random, made anew so that no scanner of this repository finds it here. */
export const password: string = ['h4rb', 'our', 'S1de'].join('');

const release = 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n';
const status = (names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n`,
    )
    .join('\n');

/** Ids of the rules that the faulty image breaks, each once or more. */
export const brokenRules: readonly string[] = [
  'IMG-DUP-USER',
  'IMG-EMPTY-PASSWORD',
  'IMG-HEALTHCHECK',
  'IMG-HISTORY-ADD',
  'IMG-HISTORY-SUDO',
  'IMG-HISTORY-UPDATE',
  'IMG-LATEST',
  'IMG-MALWARE',
  'IMG-SECRET-ENV',
  'IMG-SECRET-FILE',
  'IMG-SENSITIVE-VOLUME',
  'IMG-SSHD',
  'IMG-SUID',
  'IMG-UNNECESSARY-PKG',
  'IMG-USER-ROOT',
];

/** An image with every fault that the rules on images know, and a key that a later layer deletes. */
export function faultyImage(options: BuildOptions = {}): BuiltImage {
  const lists = 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease';
  const passwd = 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\napp:x:7:7::/:/bin/sh\n';
  return buildImage(
    [
      [
        { path: 'etc/os-release', content: release },
        { path: 'var/lib/dpkg/status', content: status(['base-files', 'netcat-openbsd', 'gcc']) },
        { path: 'etc/passwd', content: passwd },
        { path: 'etc/shadow', content: 'root:*:1::::::\napp::1::::::\n' },
      ],
      [
        { path: lists, content: 'Origin: Debian\n' },
        { path: 'usr/bin/su', content: program, mode: 0o4755 },
        { path: 'usr/sbin/sshd', content: program, mode: 0o755 },
      ],
      [{ path: 'root/.ssh/id_ecdsa', content: privateKey(), mode: 0o600 }],
      [{ path: 'opt/xmrig', content: program, mode: 0o755 }],
      [{ path: 'root/.ssh/.wh.id_ecdsa', content: '' }],
      [{ path: 'app/.env', content: `DB_PASSWORD=${password}\nPORT=80\n` }],
    ],
    {
      ...options,
      history: [
        '/bin/sh -c #(nop) ADD file:aa in / ',
        'RUN /bin/sh -c apt-get update && apt-get install -y openssh-server # buildkit',
        'COPY id_ecdsa /root/.ssh/ # buildkit',
        'ADD miner.tar /opt/ # buildkit',
        'RUN /bin/sh -c sudo rm /root/.ssh/id_ecdsa # buildkit',
        `RUN |1 NPM_TOKEN=${password} /bin/sh -c npm ci # buildkit`,
      ],
      config: { config: { Env: ['PATH=/bin'], Volumes: { '/proc': {} }, Cmd: ['/opt/xmrig'] } },
    },
  );
}

/** The same kind of image as careful people build it: nothing to say. */
export function carefulImage(options: BuildOptions = {}): BuiltImage {
  return buildImage(
    [
      [
        { path: 'etc/os-release', content: release },
        { path: 'var/lib/dpkg/status', content: status(['base-files', 'libc6']) },
        { path: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\napp:x:7:7::/:/bin/sh\n' },
        { path: 'etc/shadow', content: 'root:*:1::::::\napp:!:1::::::\n' },
        { path: 'usr/bin/su', content: program, mode: 0o755 },
      ],
      [
        {
          path: 'app/.env',
          content: 'DB_PASSWORD=${DB_PASSWORD}\nPASSWORD_FILE=/run/secrets/db\n',
        },
        {
          path: 'app/public.pem',
          content: '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n',
        },
        { path: 'app/node_modules/tls/test/key.pem', content: privateKey() },
        { path: 'usr/share/icons/xmrig', content: 'an icon', mode: 0o755 },
        { path: 'usr/share/bash-completion/completions/sshd', content: 'complete', mode: 0o755 },
      ],
    ],
    {
      ...options,
      history: ['/bin/sh -c #(nop) ADD file:aa in / ', 'COPY . /app # buildkit', '#USER app'],
      config: {
        config: {
          User: 'app',
          Env: ['PATH=/bin', 'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D'],
          Healthcheck: { Test: ['CMD', '/healthy'] },
          Volumes: { '/data': {} },
        },
      },
    },
  );
}
