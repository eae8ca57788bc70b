import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cycles,
  importViolations,
  nameViolations,
  parseImportTable,
  percentile,
} from './house-rules.ts';
import { countCode, parseSources } from './source-tree.ts';

const table = parseImportTable(`
| room | may import |
| --- | --- |
| \`model\` | nothing |
| \`formats\`, \`versions\` | \`model\` |
| \`io\` | \`model\` |
| \`scan\` | \`model\`, \`formats\`, \`io\` (never another of its row) |
| \`index.ts\` | \`model\` |

| from outside | used by |
| --- | --- |
| \`yaml\` | \`formats\` |
| \`fast-check\` | \`tests\` |
| \`node:fs\`, \`process\`, \`fetch\`, \`Date.now\`, \`new Date()\`, \`randomUUID\` | \`io\` |
| \`node:path\`, \`node:crypto\` | every room |
`);

function broken(files: Readonly<Record<string, string>>): string[] {
  return importViolations(parseSources(files), table);
}

test('importViolations: every way to reach a forbidden room is caught', () => {
  const ways = {
    import: `import { a } from '../scan/a.ts'; a();`,
    'import type': `import type { A } from '../scan/a.ts'; export type B = A;`,
    'import for effect': `import '../scan/a.ts';`,
    'export from': `export { a } from '../scan/a.ts';`,
    'export star': `export * from '../scan/a.ts';`,
    'export type from': `export type { A } from '../scan/a.ts';`,
    'dynamic import': `export const a = (): unknown => import('../scan/a.ts');`,
    'type of a dynamic import': `export type A = import('../scan/a.ts').A;`,
    'typeof import': `export type A = typeof import('../scan/a.ts');`,
    require: `declare const require: (x: string) => unknown; require('../scan/a.ts');`,
    'import equals': `import a = require('../scan/a.ts'); a;`,
    augmentation: `declare module '../scan/a.ts' { interface A {} } export {};`,
    worker: `export const u = new URL('../scan/a.ts', import.meta.url);`,
    'worker by condition': `declare const c: boolean; export const u = new URL(c ? '../scan/a.ts' : '../scan/a.js', import.meta.url);`,
    'computed import': `export const a = (n: string): unknown => import('../scan/' + n);`,
  };
  for (const [way, text] of Object.entries(ways)) {
    const found = broken({ 'src/model/x.ts': text, 'src/scan/a.ts': 'export type A = 1;' });
    assert.equal(found.length, 1, `${way}: ${JSON.stringify(found)}`);
    assert.match(found[0] ?? '', /^src\/model\/x\.ts:1: /, way);
  }
});

test('importViolations: what the table allows, comments and strings are left alone', () => {
  assert.deepEqual(
    broken({
      'src/scan/a.ts': `import type { M } from '../model/m.ts';
        import { join } from 'node:path';
        // import '../versions/v.ts';
        export const text = "import '../versions/v.ts'";
        export const o: { process: M; now: string } = { process: 1, now: join('a') };
        export const p = o.process;
        export const when = (text: string): Date => new Date(text);
        export function call(fetch: () => void): void { fetch(); }`,
      'src/model/m.ts': 'export type M = 1;',
      'src/index.ts': `export * from './model/m.ts';`,
      'src/scan/a.test.ts': `import 'node:fs'; import 'fast-check'; import '../../test/kit/k.ts'; process.exit();`,
      'test/kit/k.ts': `import 'node:fs'; import '../../src/scan/a.ts';`,
    }),
    [],
  );
});

test('importViolations: packages, built-ins and ambient names have one room each', () => {
  const rows: [string, string, RegExp][] = [
    ['src/scan/a.ts', `import 'yaml';`, /"yaml" may be imported by formats only/],
    ['src/scan/a.ts', `import 'left-pad';`, /"left-pad" has no row/],
    ['src/scan/a.ts', `import type { Stats } from 'node:fs'; export type S = Stats;`, /"node:fs"/],
    ['src/scan/a.ts', `import 'fs';`, /"fs" has no row/],
    ['src/scan/a.ts', `import 'fast-check';`, /"fast-check" may be imported by tests only/],
    ['src/scan/a.ts', `export const a = process.env;`, /"process" may be used by io only/],
    ['src/scan/a.ts', `export const a = fetch('x');`, /"fetch"/],
    ['src/scan/a.ts', `export const a = globalThis.fetch;`, /"fetch"/],
    ['src/scan/a.ts', `export const a = Date.now();`, /"Date.now"/],
    ['src/scan/a.ts', `export const a = new Date();`, /"new Date\(\)"/],
    ['src/scan/a.ts', `import { randomUUID as r } from 'node:crypto'; r();`, /"randomUUID"/],
    ['src/scan/a.test.ts', `import '../versions/v.ts';`, /room "scan" may not import "versions"/],
    ['src/scan/a.ts', `import './a.test.ts';`, /product code imports the test/],
    ['src/scan/a.ts', `import '../../test/kit/k.ts';`, /lies outside src/],
    ['src/cellar/a.ts', `export {};`, /room "cellar" has no row/],
    ['src/index.ts', `export * from './scan/a.ts';`, /room "index.ts" may not import "scan"/],
  ];
  for (const [path, text, wanted] of rows) {
    const found = broken({ [path]: text });
    assert.equal(found.length, 1, `${text}: ${JSON.stringify(found)}`);
    assert.match(found[0] ?? '', wanted);
  }
});

test('cycles: a cycle through types only is a cycle, a diamond is none', () => {
  const a = `import type { B } from './b.ts'; export type A = B;`;
  const b = `export type { C as B } from './c.ts';`;
  const back = `export type C = import('./a.ts').A;`;
  const files = { 'src/model/a.ts': a, 'src/model/b.ts': b };
  assert.deepEqual(cycles(parseSources({ ...files, 'src/model/c.ts': back })), [
    ['src/model/a.ts', 'src/model/b.ts', 'src/model/c.ts'],
  ]);
  const diamond = { 'src/model/c.ts': 'export type C = 1;', 'src/model/d.ts': a + b };
  assert.deepEqual(cycles(parseSources({ ...files, ...diamond })), []);
});

test('nameViolations: empty words, deep folders, false index files', () => {
  const registry = `import type { X } from './x.ts'; export const all: readonly X[] = [];`;
  const rows: [string, string, number][] = [
    ['src/scan/helpers.ts', '', 1],
    ['src/scan/common/a.ts', '', 1],
    ['test/kit/shared.ts', '', 1],
    ['src/scan/helpers-of-rpm.ts', '', 0],
    ['src/scan/a/b/c.ts', '', 0],
    ['src/scan/a/b/c/d.ts', '', 1],
    ['src/scan/tarWalk.ts', '', 1],
    ['src/scan/index.ts', `export * from './a.ts';`, 2],
    ['src/scan/index.ts', `export { a } from './a.ts';`, 1],
    ['src/scan/index.ts', registry, 0],
    ['src/model/index.ts', `export * from './a.ts';`, 0],
  ];
  for (const [path, text, count] of rows) {
    const found = nameViolations(parseSources({ [path]: text }), ['src/model/index.ts']);
    assert.equal(found.length, count, `${path}: ${found.join('; ')}`);
  }
});

test('parseSources: functions are measured in lines of code', () => {
  const [file] = parseSources({
    'src/model/a.ts': `export function outer(): number {
  // a remark

  /* a longer
     remark */
  const inner = (): number => {
    return 1;
  };
  return inner();
}`,
  });
  assert.deepEqual(
    file?.functions.map(({ name, line, codeLines }) => [name, line, codeLines]),
    [
      ['outer', 1, 6],
      ['inner', 6, 3],
    ],
  );
  assert.equal(countCode('a\n\n// b\n/** c\n * d\n */\ne'), 2);
  assert.equal(percentile([5, 1, 3], 0.95), 5);
  assert.equal(percentile([], 0.95), 0);
});

test('parseSources: exported declarations with and without a comment', () => {
  const [file] = parseSources({
    'src/model/a.ts': `/** One. */
export const one: number = 1;
export function two(): void {}
/** Three. */
export interface Three {}
// four
export type Four = 1;
/** Five. */

export class Five {}
/** Six is private. */
const six = 6;
export { six };
`,
  });
  assert.deepEqual(
    file?.exports.map(({ name, line, documented }) => [name, line, documented]),
    [
      ['one', 2, true],
      ['two', 3, false],
      ['Three', 5, true],
      ['Four', 7, false],
      ['Five', 10, true],
    ],
  );
});
