import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildHarbourShop } from '../examples/image/build.ts';

const root = join(import.meta.dirname, '..');
const image = '.demo/harbour-shop';

await buildHarbourShop(join(root, image));

/** One command of the product as a reader would type it: offline, with caches of its own. */
const steps: readonly { readonly title: string; readonly given: readonly string[] }[] = [
  {
    title: 'The image of the harbour shop: what is inside, and what is wrong with it',
    given: ['image', `oci-dir:${image}:harbour-shop:1.0`],
  },
  { title: 'The sources of the harbour shop: the lockfiles', given: ['fs', 'examples'] },
  {
    title: 'Its Dockerfile, compose file and manifests: is it set up safely?',
    given: ['check', 'examples/Dockerfile', 'examples/compose.yaml', 'examples/kubernetes'].concat([
      '--severity',
      'critical,high',
      '--exit-code',
      '0',
    ]),
  },
];

let failed = false;
for (const { title, given } of steps) {
  console.log(`\n── ${title}\n\n$ plimsoll ${given.join(' ')}\n`);
  const command = ['--conditions=plimsoll-source', 'src/cli/main.ts', ...given];
  const done = spawnSync(
    process.execPath,
    [...command, '--offline', '--cache-dir', '.demo/cache'],
    { cwd: root, stdio: 'inherit' },
  );
  failed ||= done.status !== 0;
}
if (failed) {
  console.error('\nCannot finish the demo: a command failed, see above');
  process.exitCode = 1;
} else {
  console.log('\nNow your own: "npm run --silent plimsoll -- image IMAGE" (README.md says more).');
}
