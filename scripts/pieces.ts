import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import type { CheckFamily } from '../src/check/contract.ts';
import { families } from '../src/check/index.ts';
import { Pieces } from '../src/io/pieces.ts';
import type { PieceTable } from '../src/io/pieces.ts';
import { refuseExamples } from './examples.ts';
import {
  bundleOptions,
  lazyBuiltins,
  lazyCode,
  lazyPackages,
  namesImported,
  packageCode,
  root,
  sourcePlugin,
  workerEntries,
} from './bundle.ts';

/** What esbuild tells of a chunk beside its text. */
type Output = Pick<Metafile['outputs'][string], 'imports' | 'exports' | 'entryPoint'>;

/** A chunk of the bundle as the body of a function. */
interface Chunk {
  readonly name: string;
  readonly code: string;
  readonly output: Output;
}

const lazyPackage = (name: string): string => `package-${basename(name)}`;

/** Packages as pieces of their own: they are asked for when one of their functions is first used. */
const packagesApart: Plugin = {
  name: 'packages-apart',
  setup(bundle) {
    const wanted = new RegExp(`^(?:${lazyPackages.join('|')})$`);
    bundle.onResolve({ filter: wanted }, ({ path, pluginData }) =>
      pluginData === 'real' ? undefined : { path, namespace: 'lazy' },
    );
    bundle.onResolve({ filter: /^real:/ }, ({ path, kind }) =>
      bundle.resolve(path.slice('real:'.length), { resolveDir: root, kind, pluginData: 'real' }),
    );
    bundle.onResolve({ filter: /^package:/ }, ({ path }) => ({
      path: path.slice('package:'.length),
      namespace: 'package',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
      contents: `export { ${namesImported(path).join(', ')} } from 'real:${path}';`,
      loader: 'js',
      resolveDir: root,
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: packageCode(path, `$piece(${JSON.stringify(lazyPackage(path))})`),
      loader: 'js',
      resolveDir: root,
    }));
  },
};

/**
 * Writes the program as files of pieces into `folder` and says what is where.
 *
 * esbuild splits the program where it is loaded lazily; each chunk becomes a function, so that what
 * a command does not use is never compiled. Chunks that are used together lie in one file.
 */
export async function buildPieces(folder: string, entry: string): Promise<PieceTable> {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    outdir: folder,
    entryPoints: {
      program: entry,
      ...Object.fromEntries(workerEntries()),
      ...Object.fromEntries(lazyPackages.map((name) => [lazyPackage(name), `package:${name}`])),
    },
    chunkNames: '[name]-[hash]',
    // Licences are in THIRD-PARTY.txt.
    legalComments: 'none',
    define: { ...bundleOptions.define, 'import.meta.url': '$here' },
    plugins: [sourcePlugin('cjs'), packagesApart],
  });
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), output]),
  );
  refuseCycles(outputs);
  const chunks = await Promise.all(
    outputFiles.map(async ({ path, text }): Promise<Chunk> => {
      const name = nameOf(path);
      const output = outputs.get(name);
      if (output === undefined) throw new Error(`Cannot bundle "${name}": it is in no list`);
      return { name, output, code: await functionOf(name, text, output) };
    }),
  );
  const files: Record<string, readonly string[]> = {};
  for (const [file, names] of grouped(outputs)) {
    const inside = chunks
      .filter(({ name }) => names.includes(name))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const text = fileOf(inside);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    writeFileSync(join(folder, `${file}-${hash}.cjs`), text);
    files[`${file}-${hash}`] = inside.map(({ name }) => name);
  }
  await refuseOtherRules(outputs, new Pieces({ files }, { program: folder, compiled: folder }));
  return { files };
}

/** Fails unless the built families are those of the sources, without examples. */
async function refuseOtherRules(
  outputs: ReadonlyMap<string, Output>,
  pieces: Pieces,
): Promise<void> {
  let count = 0;
  for (const [name, { entryPoint }] of outputs) {
    if (entryPoint === undefined || !/^src\/check\/.*family\.ts$/.test(entryPoint)) continue;
    const source = (await import(join(root, entryPoint))) as Readonly<Record<string, unknown>>;
    const built = pieces.load(name);
    for (const [member, family] of Object.entries(source).filter(([, one]) => isFamily(one))) {
      refuseExamples(family as CheckFamily<never>, built[member] as CheckFamily<never>);
      count += 1;
    }
  }
  if (count !== families.length)
    throw new Error(`Cannot bundle: ${count} of ${families.length} families were found`);
}

function isFamily(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rules' in value && 'open' in value;
}

function nameOf(path: string): string {
  return basename(path).replace(/\.js$/, '');
}

/** A script whose value makes the pieces of one file; `require` gives built-in modules only. */
function fileOf(chunks: readonly Chunk[]): string {
  const pieces = chunks.map(({ name, code }) => `${JSON.stringify(name)}($piece){${code}}`);
  return `"use strict";(function($here){const require=process.getBuiltinModule;${lazyCode}\nreturn{${pieces.join(',\n')}}})`;
}

const imported = /^import(?:\{([^}]*)\}from)?"\.\/([\w-]+)\.js";/;
const exported = /export\{([^}]*)\};?\s*$/;

/**
 * A chunk as the body of a function: what it imports from other chunks becomes constants, what it
 * exports its value. Only right for exports that are assigned once and for chunks without cycles,
 * which is made sure of. The lists that esbuild gives beside the text say whether all was found.
 */
export async function functionOf(name: string, text: string, output: Output): Promise<string> {
  const wanted = (what: string): Error =>
    new Error(`Cannot bundle "${name}": ${what}, the shape of the bundle is not as expected`);
  const statics = output.imports.filter(
    ({ kind, external }) => kind === 'import-statement' && external !== true,
  );
  let rest = text;
  let head = '';
  let count = 0;
  for (let found = imported.exec(rest); found !== null; found = imported.exec(rest)) {
    const [whole, names, from = ''] = found;
    const piece = `$piece(${JSON.stringify(from)});`;
    head += names === undefined ? piece : `const{${names.replaceAll(' as ', ':')}}=${piece}`;
    rest = rest.slice(whole.length);
    count += 1;
  }
  if (count !== statics.length) throw wanted(`${count} of ${statics.length} imports were found`);
  const [ending = '', list = ''] = exported.exec(rest) ?? [];
  const pairs = list === '' ? [] : list.split(',').map((one) => one.split(' as '));
  if (pairs.length !== output.exports.length)
    throw wanted(`${pairs.length} of ${output.exports.length} exports were found`);
  rest = rest.slice(0, rest.length - ending.length);
  for (const [local = ''] of pairs)
    if (assignments(rest, local) > 1) throw wanted(`"${local}" is exported and assigned again`);
  for (const { path, kind } of output.imports.filter((one) => one.kind === 'dynamic-import')) {
    const before = `import("./${basename(path)}")`;
    if (!rest.includes(before)) throw wanted(`no ${kind} of "${path}"`);
    const after = `Promise.resolve().then(()=>$piece(${JSON.stringify(nameOf(path))}))`;
    rest = rest.replaceAll(before, () => after);
  }
  if (/\bimport\("\.|\bimport\.meta\b/.test(rest)) throw wanted('something of a module is left');
  const { code } = await transform(rest, {
    format: 'cjs',
    target: 'node24.15',
    minifyWhitespace: true,
    minifySyntax: true,
  });
  const value = pairs.map(([local = '', as = local]) => (as === local ? local : `${as}:${local}`));
  return `${head}${lazyBuiltins(code)}\nreturn{${value.join(',')}}`;
}

/** How often a name is given a value, its declaration included. */
function assignments(code: string, name: string): number {
  const escaped = name.replaceAll('$', '\\$');
  const pattern = new RegExp(
    `(?<![\\w$.])${escaped}(?:=(?![=>])|[-+*/%&|^]=|(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)=|\\+\\+|--)|(?:\\+\\+|--)${escaped}(?![\\w$])`,
    'g',
  );
  return code.match(pattern)?.length ?? 0;
}

/** Names of the chunks that a chunk needs before it can run, itself among them. */
function needed(outputs: ReadonlyMap<string, Output>, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [name];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    for (const { path, kind, external } of outputs.get(one)?.imports ?? [])
      if (kind === 'import-statement' && external !== true) open.push(nameOf(path));
  }
  return found;
}

/** Chunks in a circle would see each other's constants before they have a value. */
export function refuseCycles(outputs: ReadonlyMap<string, Output>): void {
  for (const [name, { imports }] of outputs)
    for (const { path, kind, external } of imports)
      if (kind === 'import-statement' && external !== true)
        if (needed(outputs, nameOf(path)).has(name))
          throw new Error(`Cannot bundle "${name}": it needs "${path}", and that needs it`);
}

const judging = /^src\/cli\/commands\/(?:check|check-context|check-network|doctor|fix|host)\.ts$/;

/** Which chunks lie in which file: what one kind of configuration needs alone, what judging needs, what scanning needs, and the rest. */
function grouped(outputs: ReadonlyMap<string, Output>): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>([...outputs.keys()].map((name) => [name, []]));
  for (const [name, { entryPoint }] of outputs)
    if (entryPoint !== undefined)
      for (const one of needed(outputs, name)) users.get(one)?.push(entryPoint);
  const groups = new Map<string, string[]>();
  for (const [name, entries] of users) {
    const group = groupOf(name, entries);
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return groups;
}

function groupOf(name: string, entries: readonly string[]): string {
  if (name.startsWith('package-')) return name;
  const families = entries.map((entry) => /^src\/check\/([\w-]+)\//.exec(entry)?.[1]);
  const [family] = families;
  if (family !== undefined && families.every((one) => one === family)) return `check-${family}`;
  if (families.every((one) => one !== undefined)) return 'check';
  if (entries.includes('src/cli/program.ts')) return 'program';
  if (entries.every((entry) => judging.test(entry) || entry.startsWith('src/check/')))
    return 'check';
  const judges = entries.some((entry) => judging.test(entry));
  return judges ? 'program' : 'scan';
}
