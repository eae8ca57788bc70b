import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  bundleOptions,
  commonJsOptions,
  entryCode,
  helpTexts,
  root,
  withLazyBuiltins,
  workerEntries,
} from './bundle.ts';

/**
 * The single-file program: one CommonJS bundle whose commands are required when they run, workers
 * as assets, Node itself around it. `import.meta.url` becomes the executable's own path, which the
 * worker pool turns into the asset's name.
 */
const folder = join(root, 'dist-exe');
const out = join(folder, 'plimsoll');
const work = mkdtempSync(join(tmpdir(), 'plimsoll-exe-'));

const commonJs = { ...bundleOptions, ...commonJsOptions };

try {
  const main = join(work, 'plimsoll.cjs');
  const load = `import('./src/cli/start.ts').then((module) => module.start())`;
  const help = join(work, 'help.json');
  writeFileSync(help, helpTexts());
  await build({
    ...commonJs,
    stdin: {
      contents: entryCode(load, `require('node:sea').getAsset('help.json', 'utf8')`),
      resolveDir: root,
      loader: 'js',
    },
    outfile: main,
  });
  writeFileSync(main, withLazyBuiltins(readFileSync(main, 'utf8')));
  const assets: Record<string, string> = { 'help.json': help };
  for (const [name, file] of workerEntries()) {
    const asset = `${name}.cjs`;
    await build({
      ...commonJs,
      // Inside eval there is no file; nothing a worker loads is found by its own path.
      banner: { js: `const $here = 'file:///plimsoll';` },
      entryPoints: [file],
      outfile: join(work, asset),
    });
    assets[asset] = join(work, asset);
  }
  const config = join(work, 'sea.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      main,
      output: out,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      assets,
    }),
  );
  execFileSync(process.execPath, ['--build-sea', config], { stdio: 'inherit' });
} finally {
  rmSync(work, { recursive: true, force: true });
}
