import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { costOf, type Cost } from './kit/regexp-cost.ts';
import { readSourceTree } from './kit/source-tree.ts';

const root = join(import.meta.dirname, '..');
const product = readSourceTree(root).filter(
  ({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'),
);

/** Steps for each character of a text that repetitions with a bound may take. */
const mostForEach = 700;

/**
 * Sticky patterns that a failure does not send on to the next character: what they read to no end,
 * they read once. They are judged as anchored ones, every other sticky pattern as a search. The list
 * may only shrink.
 */
const triedOnce: Readonly<Record<string, string>> = {
  'src/formats/go-template-tokens.ts word': 'what is no word ends the reading',
  'src/formats/go-template-tokens.ts comment': 'tried where an action begins',
  'src/formats/xml-lexer.ts attribute': 'what is no attribute must be the end of the tag',
  'src/formats/xml-lexer.ts tagEnd': 'what does not end the tag ends the reading',
  'src/versions/bracket-range.ts interval': 'what is no interval ends the reading',
  'src/versions/range.ts clausePattern': 'what is no clause ends the reading',
  'src/versions/range.ts endPattern': 'tried where a clause begins, which takes the same blanks',
};

/** Patterns that are a square of their text, made where it is cut: its longest. This list may only shrink too. */
const shortTexts: Readonly<Record<string, { readonly longest: number; readonly start: string }>> = {
  'src/scan/advisories/glob.ts': { longest: 2048, start: '^(?![^]{2049})' },
};
/** Steps that one of them may take at all. */
const mostSteps = 5_000_000;

interface Found {
  readonly where: string;
  readonly name: string;
  readonly source: string;
  readonly flags: string;
}

const all = product.flatMap(({ path, patterns }) =>
  patterns.map(({ name, line, literal }) => ({
    where: `${path}:${line}`,
    name: `${path} ${name}`,
    literal,
  })),
);
const written: readonly Found[] = all.flatMap(({ literal, ...rest }) =>
  literal === undefined ? [] : [{ ...rest, ...literal }],
);
const sites = new Set(all.flatMap(({ where, literal }) => (literal === undefined ? [where] : [])));

/** Patterns that are made of texts while `run` does, with the line that makes them. */
async function made(run: () => Promise<void>): Promise<readonly Found[]> {
  const found: Found[] = [];
  const Plain = globalThis.RegExp;
  const start = pathToFileURL(join(root, 'src') + sep).href;
  const note = (pattern: RegExp): RegExp => {
    const at = (new Error('where').stack ?? '').split('\n').find((line) => line.includes(start));
    const [, path, line] = /\/(src\/[^():]+):(\d+):\d+\)?$/.exec(at ?? '') ?? [];
    if (path !== undefined && line !== undefined) {
      const { source, flags } = pattern;
      found.push({ where: `${path}:${line}`, name: path, source, flags });
    }
    return pattern;
  };
  globalThis.RegExp = new Proxy(Plain, {
    construct: (_, [source, flags]: [string | RegExp, string?]) => note(new Plain(source, flags)),
    apply: (_, __, [source, flags]: [string | RegExp, string?]) => note(new Plain(source, flags)),
  });
  try {
    await run();
  } finally {
    globalThis.RegExp = Plain;
  }
  return found;
}

/** What is wrong with a pattern, if anything is. */
function fault({ where, name, source, flags }: Found): string | undefined {
  const once = Object.hasOwn(triedOnce, name);
  let cost: Cost;
  try {
    cost = costOf(source, once ? flags.replace('y', '') : flags, once);
  } catch (error) {
    return `${where} /${source}/${flags}: ${String(error)}`;
  }
  const short = shortTexts[name];
  if (short !== undefined && source.startsWith(short.start))
    cost = { ...cost, power: short.longest ** cost.power <= mostSteps ? 1 : cost.power };
  return cost.power === 1 && cost.factor <= mostForEach
    ? undefined
    : `${where} /${source}/${flags}: power ${cost.power}, ${cost.factor} for each character, by ${cost.because}; docs/decisions/0037 says how to read this`;
}

test('no pattern that is written out takes more than linear time', () => {
  assert.ok(written.length > 1400, `${written.length} were read`);
  const faults = written.flatMap((one) => fault(one) ?? []);
  assert.equal(faults.length, 0, `\n${faults.join('\n')}`);
});

test('no pattern that is made of texts takes more than linear time', async () => {
  const found = await made(async () => {
    for (const path of new Set([...sites].map((site) => site.replace(/:\d+$/, ''))))
      await import(pathToFileURL(join(root, path)).href);
    // What is made when it is first asked for, of the program's own tables.
    const { programs } = await import('../src/scan/analyzers/binary/programs.ts');
    const { programsNamed } = await import('../src/scan/analyzers/binary/file-names.ts');
    const { ProgramSearch } = await import('../src/scan/analyzers/binary/search.ts');
    const { feeds } = await import('../src/scan/advisories/feeds/index.ts');
    const { mirrorFiles } = await import('../src/scan/advisories/mirror.ts');
    const { compileRe2 } = await import('../src/formats/re2.ts');
    for (const { files } of programs)
      for (const file of files) programsNamed(`/${file.replaceAll('*', '1')}`);
    const search = new ProgramSearch(programs);
    assert.ok(search);
    for (const feed of feeds)
      mirrorFiles(
        feed,
        feed.mirror.map((glob) => glob.replace(/!.*/s, '').replaceAll('*', 'a')),
      );
    compileRe2('\\p{Greek}');
  });
  const unseen = [...sites].filter((site) => !found.some(({ where }) => where === site));
  assert.deepEqual(unseen, [], 'every place that makes a pattern was seen making one');
  const faults = found.flatMap((one) => fault(one) ?? []);
  assert.equal(faults.length, 0, `\n${faults.join('\n')}`);
});

test('the list of sticky patterns holds none that is gone or needs no leave', () => {
  assert.ok(Object.keys(triedOnce).length <= 7, 'the list may only shrink');
  for (const name of Object.keys(triedOnce)) {
    const found = written.filter((one) => one.name === name);
    assert.equal(found.length, 1, `${name} is one pattern`);
    const [{ source, flags } = { source: '', flags: '' }] = found;
    assert.ok(flags.includes('y'), `${name} is sticky`);
    const { power, factor } = costOf(source, flags);
    assert.ok(power > 1 || factor > mostForEach, `${name} is linear: take it off the list`);
  }
});

test('texts are matched by patterns that can be read here', () => {
  const hidden = product.flatMap(({ path, text }) =>
    [...text.matchAll(/\.(?:match|matchAll|search)\((?:['"`]|\w+\()/g)].map(
      ([call]) => `${path}: ${call}`,
    ),
  );
  assert.deepEqual(hidden, [], 'a text given to match() is a pattern made of a text');
});
