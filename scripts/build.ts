import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  bundleOptions,
  entryCode,
  helpTexts,
  root,
  withLazyBuiltins,
  workerEntries,
} from './bundle.ts';
import { buildPieces } from './pieces.ts';

const dist = join(root, 'dist');

/** Licence texts of the packages whose code is in the bundle: their licences ask for it. */
function notices(): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.entries(dependencies)
    .map(([name, wanted]) => {
      const folder = join(root, 'node_modules', name);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`Cannot find the licence of "${name}"`);
      return `${name} ${wanted}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join('\n---\n\n');
}

rmSync(dist, { recursive: true, force: true });
await build({
  ...bundleOptions,
  format: 'esm',
  splitting: true,
  outdir: dist,
  entryPoints: {
    index: 'src/index.ts',
    model: 'src/model/index.ts',
    versions: 'src/versions/index.ts',
    ...Object.fromEntries(workerEntries()),
  },
  chunkNames: 'chunk-[name]-[hash]',
  // Packages in CommonJS ask for built-in modules by require().
  banner: {
    js: `import { createRequire as $require } from 'node:module'; const require = $require(import.meta.url);`,
  },
});
const pieces = await buildPieces(dist, 'src/cli/program.ts');
/** Code that opens the pieces, in one file. */
async function buildStart(name: string, contents: string): Promise<void> {
  const outfile = join(dist, `${name}.cjs`);
  await build({
    ...bundleOptions,
    format: 'cjs',
    outfile,
    stdin: { contents, resolveDir: root, loader: 'js' },
    define: {
      ...bundleOptions.define,
      'import.meta.dirname': '__dirname',
      PLIMSOLL_PIECES: JSON.stringify(JSON.stringify(pieces)),
    },
  });
  writeFileSync(outfile, withLazyBuiltins(readFileSync(outfile, 'utf8')));
}
await buildStart('start', `export { start } from './src/cli/start.ts';`);
for (const name of workerEntries().keys())
  await buildStart(
    name,
    `import { startThread } from './src/cli/start-thread.ts'; startThread(${JSON.stringify(name)});`,
  );
await build({
  ...bundleOptions,
  target: 'es2020',
  format: 'esm',
  outfile: join(dist, 'plimsoll.js'),
  stdin: {
    contents: entryCode(
      `process.getBuiltinModule('module').createRequire(import.meta.url)('./start.cjs').start()`,
      `process.getBuiltinModule('fs').readFileSync(new URL('help.json', import.meta.url), 'utf8')`,
    ),
    resolveDir: root,
    loader: 'js',
  },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync(join(dist, 'plimsoll.js'), 0o755);
writeFileSync(join(dist, 'help.json'), helpTexts());
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices());

const tsc = join(root, 'node_modules', '.bin', 'tsc');
if (!existsSync(tsc)) throw new Error(`Cannot write declarations: "${tsc}" is missing`);
execFileSync(tsc, ['-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
