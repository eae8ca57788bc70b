import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import { openInput } from './open.ts';
import { walkLayer } from './walk.ts';

interface ExpectedImage {
  readonly layers: number;
  readonly diffIds: readonly string[];
}

test('the saved images open and verify', needsShared('cases/scan/images'), async () => {
  const folder = sharedPath('cases/scan/images');
  await runSuite(
    'images-layers',
    ['alpine-310', 'alpine-311'].map((id) => ({
      id,
      run: async () => {
        const text = readFileSync(join(folder, `${id}.expected.json`), 'utf8');
        const expected = JSON.parse(text) as ExpectedImage;
        const image = await openInput(join(folder, `${id}.tar.gz`));
        assert.equal(image.layers.length, expected.layers);
        const found: (string | undefined)[] = [];
        for (const layer of image.layers) {
          const files: string[] = [];
          const facts = await walkLayer(layer, {
            wants: (path) => path === 'lib/apk/db/installed',
            file: (path) => files.push(path),
          });
          found.push(facts.diffId);
          assert.deepEqual(files, ['lib/apk/db/installed']);
          assert.deepEqual(facts.problems, []);
        }
        assert.deepEqual(found, expected.diffIds);
      },
    })),
  );
});
