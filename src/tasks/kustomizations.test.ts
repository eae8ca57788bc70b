import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import type { CheckSource } from './check-sources.ts';
import { kustomizationsOf } from './kustomizations.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-kustomizations-'));
after(() => rmSync(root, { recursive: true }));
const apiVersion = 'apiVersion: kustomize.config.k8s.io/v1beta1\n';
for (const folder of ['base', 'extra', 'overlay']) mkdirSync(join(root, folder));
for (const path of ['overlay/job.yaml', 'base/web.yaml']) writeFileSync(join(root, path), '');
writeFileSync(
  join(root, 'base/kustomization.yaml'),
  `${apiVersion}resources: [web.yaml, ../base]\n`,
);

const source = (path: string, text: string): CheckSource => ({
  path,
  named: false,
  read: () => text,
});
const overlay = `${apiVersion}kind: Kustomization
resources:
  - ../base
  - job.yaml
components: [../extra]
patches:
  - path: replicas.yaml
    target: { kind: Deployment }
configMapGenerator:
  - name: a
    files: [b=c.properties]
`;

test('what a folder builds on, and its patches, are no roots', () => {
  const { roots, parts } = kustomizationsOf(
    [
      source('overlay/kustomization.yaml', overlay),
      source('base/kustomization.yaml', `${apiVersion}resources: [web.yaml]\n`),
      source('extra/kustomization.yaml', `${apiVersion}kind: Component\n`),
    ],
    root,
  );
  assert.deepEqual(
    roots.map(({ folder, remote }) => ({ folder, remote })),
    [{ folder: 'overlay', remote: undefined }],
  );
  assert.ok(roots[0]?.files.includes('base/web.yaml'));
  assert.ok(parts.includes('overlay/replicas.yaml'));
});

test('mutated kustomizations are read, each file once', () => {
  fuzz(
    [Buffer.from(overlay), Buffer.from('resources: [../base, ../overlay, "x\\ty"]\n')],
    (bytes) => {
      let reads = 0;
      const mutated = Buffer.from(bytes).toString();
      const sources = ['overlay', 'extra', 'third'].map((folder) => {
        const one = source(`${folder}/kustomization.yaml`, folder === 'third' ? overlay : mutated);
        const read = (): string => {
          reads += 1;
          return one.read();
        };
        return { ...one, read };
      });
      const { roots } = kustomizationsOf(sources, root);
      assert.ok(reads === sources.length && roots.length <= sources.length);
    },
  );
});
