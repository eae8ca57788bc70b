import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import {
  bundleOptions,
  commonJsOptions,
  entryCode,
  root,
  withLazyBuiltins,
  workerEntries,
} from './bundle.ts';

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
// The start turns on the cache of compiled code, so the program has to be a file of its own.
await build({
  ...bundleOptions,
  ...commonJsOptions,
  outfile: join(dist, 'start.cjs'),
  entryPoints: ['src/cli/start.ts'],
  supported: { 'dynamic-import': false },
  plugins: [
    ...(bundleOptions.plugins ?? []),
    {
      name: 'programs-apart',
      setup(bundle) {
        bundle.onResolve({ filter: /^\.\/(?:judging-)?program\.ts$/ }, ({ path }) => ({
          path: path.replace(/\.ts$/, '.cjs'),
          external: true,
        }));
      },
    },
  ],
});

/** Commands that judge configuration; all others stand in the other program. */
const judging =
  /[/\\]src[/\\]cli[/\\]commands[/\\](?:check|check-context|check-network|doctor|fix|host)\.ts$/;
const command = /[/\\]src[/\\]cli[/\\]commands[/\\][\w-]+\.ts$/;

/** A command that is not in this program is run by the one that has it, from the command line again. */
function elsewhere(other: string, isOther: (path: string) => boolean): Plugin {
  return {
    name: 'commands-elsewhere',
    setup(bundle) {
      bundle.onLoad({ filter: command }, ({ path }) =>
        isOther(path)
          ? {
              contents: `export const run = ({ version }) => require(${JSON.stringify(other)}).main(version);`,
              loader: 'js',
            }
          : undefined,
      );
    },
  };
}

const programs = [
  {
    name: 'program.cjs',
    entry: 'src/cli/program.ts',
    apart: elsewhere('./judging-program.cjs', (path) => judging.test(path)),
  },
  {
    name: 'judging-program.cjs',
    entry: 'src/cli/judging-program.ts',
    apart: elsewhere('./program.cjs', (path) => !judging.test(path) && !path.endsWith('index.ts')),
  },
];
for (const { name, entry, apart } of programs) {
  const program = join(dist, name);
  await build({
    ...bundleOptions,
    ...commonJsOptions,
    outfile: program,
    entryPoints: [entry],
    plugins: [apart, ...(bundleOptions.plugins ?? [])],
    external: ['./program.cjs', './judging-program.cjs'],
  });
  writeFileSync(program, withLazyBuiltins(readFileSync(program, 'utf8')));
}
await build({
  ...bundleOptions,
  target: 'es2020',
  format: 'esm',
  outfile: join(dist, 'plimsoll.js'),
  stdin: {
    contents: entryCode(
      `process.getBuiltinModule('module').createRequire(import.meta.url)('./start.cjs').start()`,
    ),
    resolveDir: root,
    loader: 'js',
  },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync(join(dist, 'plimsoll.js'), 0o755);
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices());

const tsc = join(root, 'node_modules', '.bin', 'tsc');
if (!existsSync(tsc)) throw new Error(`Cannot write declarations: "${tsc}" is missing`);
execFileSync(tsc, ['-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
