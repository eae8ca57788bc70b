import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { commands } from '../src/cli/commands/index.ts';
import { commandHelp, mainHelp } from '../src/cli/help.ts';
import { version } from '../src/cli/product.ts';
import type { CommandSpec, Language } from '../src/cli/spec.ts';
import { withoutExamples } from './examples.ts';

export const root: string = join(import.meta.dirname, '..');

/** How the product names a module that runs in worker threads. */
const workerUrl = /new URL\(\s*'(\.\/[^']*)\.ts',\s*import\.meta\.url,?\s*\)/g;

/** Modules that run in worker threads: named by `new URL('./x.ts', import.meta.url)` in the product. */
export function workerEntries(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, path = ''] of text.matchAll(workerUrl)) {
      const file = join(entry.parentPath, `${path}.ts`);
      const name = basename(path);
      const other = found.get(name);
      if (other !== undefined && other !== file)
        throw new Error(`Cannot bundle workers "${other}" and "${file}": both are named "${name}"`);
      found.set(name, file);
    }
  }
  return found;
}

/**
 * The sources as they are bundled: worker URLs point at the bundled file of the same base name and
 * this ending, which lies beside every chunk, and rules have no examples.
 */
export function sourcePlugin(ending: 'js' | 'cjs'): Plugin {
  return {
    name: 'sources',
    setup(build) {
      build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8').replaceAll(
          workerUrl,
          (_whole, file: string) => `new URL('./${basename(file)}.${ending}', import.meta.url)`,
        );
        const contents = /[/\\]src[/\\]check[/\\]/.test(path) ? withoutExamples(text) : text;
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** Parsers that few scans need and that take long to start (yaml 30 ms unbundled). */
export const lazyPackages: readonly string[] = ['yaml', 'smol-toml', '@marcbachmann/cel-js'];

/** Names that the product imports from a package. */
export function namesImported(from: string): string[] {
  const pattern = new RegExp(`^import \\{([^}]*)\\} from '${from}';`, 'gm');
  const folder = join(root, 'src', 'formats');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)])
    .flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
    .filter((name) => name !== '');
  if (names.length === 0) throw new Error(`Cannot bundle "${from}": nothing in formats imports it`);
  return [...new Set(names)];
}

/** A module that loads the package, by the expression `load`, when one of its functions or classes is first used. */
export function packageCode(from: string, load: string): string {
  const member = (name: string): string =>
    /^[A-Z]/.test(name)
      ? `export const ${name} = new Proxy(function () {}, {
  construct: (_, given) => Reflect.construct(load().${name}, given),
  get: (_, key) => load().${name}[key],
});`
      : `export const ${name} = (...given) => load().${name}(...given);`;
  return [
    `let loaded; const load = () => (loaded ??= ${load});`,
    ...namesImported(from).map(member),
  ].join('\n');
}

const lazyPlugin: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    const wanted = new RegExp(`^(?:${lazyPackages.join('|')})$`);
    build.onResolve({ filter: wanted }, ({ path, pluginData }) =>
      pluginData === 'real' ? undefined : { path, namespace: 'lazy' },
    );
    build.onResolve({ filter: /^real:/ }, ({ path }) =>
      build.resolve(path.slice('real:'.length), {
        resolveDir: root,
        kind: 'require-call',
        pluginData: 'real',
      }),
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: packageCode(path, `require('real:${path}')`),
      loader: 'js',
      resolveDir: root,
    }));
  },
};

/** Built-in modules that cost next to nothing, or that Node has loaded before the first line of a program. */
const cheap: ReadonlySet<string> = new Set(['buffer', 'events', 'path', 'process', 'url', 'util']);

export const lazyCode: string = `const $lazy = (id) => { let m; return new Proxy({}, { get: (_, key) => (m ??= require(id))[key] }); };`;

/**
 * Loads built-in modules of a CommonJS bundle when one of their members is first used: crypto,
 * child_process and zlib alone take 10 ms, and most commands need few of them.
 */
export function withLazyBuiltins(code: string): string {
  const lazy = lazyBuiltins(code);
  if (!lazy.includes('$lazy('))
    throw new Error('Cannot bundle: no built-in module is loaded lazily');
  return `${lazyCode}\n${lazy}`;
}

/** The code with `$lazy` where costly built-in modules were required, in ASCII. */
export function lazyBuiltins(code: string): string {
  const lazy = code.replaceAll(
    /=require\("node:([\w/]+)"\)|=__toESM\(require\("node:([\w/]+)"\)(?:,1)?\)/g,
    (whole, name: string | undefined, wrapped: string | undefined) => {
      if (cheap.has(name ?? wrapped ?? '')) return whole;
      return wrapped === undefined
        ? `=$lazy("node:${name}")`
        : `={default:$lazy("node:${wrapped}")}`;
    },
  );
  return inAscii(lazy);
}

/**
 * One character beyond Latin-1 doubles the memory of the whole program and the time to read it.
 * Escapes mean the same in texts, templates and patterns, where alone such characters stand.
 */
function inAscii(code: string): string {
  return code.replaceAll(/[\u0080-\uffff]/g, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Hash of every source file and of the versions of what is bundled with them. */
function sourceHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash.update(`\n${file.slice(root.length)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

const definitions = { PLIMSOLL_BUILD: JSON.stringify(sourceHash()) };

/** A bundle in CommonJS: no list of exports is made for each built-in module, as `import` needs. */
export const commonJsOptions: BuildOptions = {
  format: 'cjs',
  define: { ...definitions, 'import.meta.url': '$here' },
  banner: { js: `const $here = require('node:url').pathToFileURL(__filename).href;` },
};

/** What every bundle of the program shares. */
export const bundleOptions: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24.15',
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
  absWorkingDir: root,
  define: definitions,
  plugins: [sourcePlugin('js'), lazyPlugin],
};

/** The help of every command by its words, in every language, as JSON. */
export function helpTexts(): string {
  const texts: Record<string, Readonly<Record<Language, string>>> = {};
  const add = (above: readonly string[], names: readonly string[], spec: CommandSpec): void => {
    const path = [...above, spec.name];
    for (const name of names)
      texts[[...above, name].join(' ')] = {
        en: commandHelp(path, spec, 'en'),
        'zh-CN': commandHelp(path, spec, 'zh-CN'),
      };
    for (const sub of spec.subcommands ?? []) add(path, [sub.name, ...(sub.aliases ?? [])], sub);
  };
  for (const spec of commands) add([], [spec.name, ...(spec.aliases ?? [])], spec);
  return JSON.stringify(texts);
}

/**
 * The first code that runs: tells an old Node apart before anything is loaded, and answers
 * `--version` and `--help` from text made at build time. `load` is the expression that loads and
 * starts the rest, `help` the one that reads what `helpTexts` gave.
 */
export function entryCode(load: string, help: string): string {
  const main = {
    en: mainHelp(commands, 'en', version),
    'zh-CN': mainHelp(commands, 'zh-CN', version),
  };
  return `import { languageOf } from './src/cli/language.ts';
const [major, minor] = process.versions.node.split('.').map(Number);
const given = process.argv.slice(2);
const last = given.length < 4 ? given[given.length - 1] : '';
const asked = last === '--help' || last === '-h';
function print(text) {
  try {
    process.getBuiltinModule('fs').writeSync(1, text);
  } catch (error) {
    if (error.code === 'EPIPE') return;
    process.stderr.write('Error: Cannot write to standard output: ' + error.message + '\\n');
    process.exitCode = 3;
  }
}
// Words that no command has, and texts that cannot be read, are the program's affair.
function commandHelp() {
  try {
    const texts = JSON.parse(${help});
    const name = given.slice(0, -1).join(' ');
    return Object.hasOwn(texts, name) ? texts[name][languageOf(given, process.env)] : undefined;
  } catch {
    return undefined;
  }
}
if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write('Plimsoll needs Node 24.15 or newer: found ' + process.version + '\\n');
  process.exitCode = 2;
} else if (given.length === 1 && (last === '--version' || last === '-v')) {
  print(${JSON.stringify(`plimsoll ${version}\n`)});
} else if (given.length === 1 && asked) {
  print(${JSON.stringify(main)}[languageOf(given, process.env)]);
} else {
  const text = asked ? commandHelp() : undefined;
  if (text === undefined) ${load};
  else print(text);
}
`;
}
