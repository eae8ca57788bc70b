import { createHash } from 'node:crypto';
import type { LayerRef } from '../../src/image/contract.ts';
import { walkLayer } from '../../src/image/walk.ts';
import { buildImage } from './oci.ts';
import type { BuiltImage, TarEntry } from './oci.ts';

const many = Array.from({ length: 300 }, (_, index): TarEntry => ({
  path: `usr/share/${'deep/'.repeat(index % 30)}file${index}`,
  content: createHash('sha256').update(String(index)).digest('hex').repeat(index),
}));
const layers: readonly (readonly TarEntry[])[] = [
  [
    { path: 'etc/' },
    { path: 'etc/passwd', content: 'root:x:0:0', mode: 0o600, uid: 1000 },
    { path: 'etc/gone', content: 'x' },
    { path: 'opt/' },
    { path: 'opt/low', content: 'low' },
    { path: 'dev/null', device: [1, 3] },
    ...many,
  ],
  [
    { path: 'etc/.wh.gone' },
    { path: 'etc/copy', hardlink: 'etc/shadow' },
    { path: 'etc/shadow', content: 'secret' },
    { path: 'etc/again', hardlink: 'etc/shadow' },
    { path: 'lib', symlink: 'usr/lib' },
  ].filter(({ path }) => path !== 'etc/copy'),
  [
    { path: 'opt/' },
    { path: 'opt/.wh..wh..opq' },
    { path: 'opt/high', content: 'high' },
    { path: 'etc/empty', content: '' },
    { path: 'ünï/cödé', content: 'names' },
  ],
];

/** An image with links of all kinds, whiteouts, an opaque folder, devices, odd names and long paths. */
export const variedImage: BuiltImage = buildImage(layers, {
  flavour: 'docker',
  history: ['ADD', '#ENV', 'RUN rm', 'COPY'],
});

/** Everything that a walk over all layers tells, in a form to compare. */
export async function walked(refs: readonly LayerRef[]): Promise<object> {
  const all: object[] = [];
  for (const ref of refs) {
    const files: string[] = [];
    const facts = await walkLayer(ref, {
      wants: (path) => !path.startsWith('usr/share/deep/deep/deep'),
      file: (path, { mode }, bytes) => {
        files.push(`${path} ${mode} ${createHash('sha256').update(bytes).digest('hex')}`);
      },
    });
    const { bytes, digest, diffId, ...rest } = facts;
    void [bytes, digest, diffId];
    all.push({ ...rest, files: files.sort() });
  }
  return all;
}
