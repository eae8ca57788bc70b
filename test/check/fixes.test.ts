import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { FamilyRow, JudgedFault, RunnableFamily } from '../../src/check/contract.ts';
import { compatible, edited } from '../../src/check/edits.ts';
import { readYamlTree } from '../../src/formats/yaml-tree.ts';
import type { TextEdit } from '../../src/model/index.ts';
import { allFamilies, familyOf, judge, judgeExample, textsAround } from '../kit/check.ts';
import { casesOf, faultsOf } from '../kit/kubernetes-cases.ts';
import { kubescapeOptions } from '../kit/kubescape.ts';
import { needsShared } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const loaded = await allFamilies();

/** A text with its faults, and how to judge it after a change. */
interface Judged {
  readonly id: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly again: (texts: Readonly<Record<string, string>>) => readonly JudgedFault[];
}

/**
 * What each edit of a rule promises, proven one by one: it lies in its text, its finding is gone,
 * nothing else has come, and everything outside of it stands as it stood.
 */
function broken(rule: string, { texts, again }: Judged): readonly string[] {
  const before = again(texts);
  const wrong: string[] = [];
  for (const one of before) {
    const { edits = [], noEdit, review } = one.fault;
    const at = one.fault.at.field?.pointer ?? one.fault.at.file?.startLine ?? '';
    const what = `${one.rule.id} ${at}`;
    if (one.rule.id !== rule) continue;
    if (edits.length > 0 && noEdit !== undefined)
      wrong.push(`${what}: edits, and why there are none`);
    if (edits.length === 0) continue;
    const after = changed(texts, edits);
    if (after === undefined) {
      wrong.push(`${what}: outside of its text`);
      continue;
    }
    const then = again(after);
    if (count(then, one) >= count(before, one)) wrong.push(`${what}: still there`);
    // What a guard takes away another rule may miss: that edit is refused by the planner.
    const fresh =
      review === true ? [] : then.filter((other) => count(then, other) > count(before, other));
    wrong.push(...fresh.map((other) => `${what}: brought ${other.rule.id}`));
    for (const { path } of edits) {
      const lost = lostText(texts[path] ?? '', after[path] ?? '', edits);
      if (lost !== undefined) wrong.push(`${what}: ${lost}`);
    }
  }
  return wrong;
}

function changed(
  texts: Readonly<Record<string, string>>,
  edits: readonly TextEdit[],
): Readonly<Record<string, string>> | undefined {
  const result: Record<string, string> = { ...texts };
  for (const [path, own] of Map.groupBy(edits, (edit) => edit.path)) {
    const text = texts[path];
    if (
      text === undefined ||
      own.some(({ start, end }) => start < 0 || start > end || end > text.length)
    )
      return undefined;
    result[path] = edited(text, own);
  }
  return result;
}

/** Alike by rule, subject and field without indexes. */
function count(faults: readonly JudgedFault[], wanted: JudgedFault): number {
  return faults.filter((one) => identity(one) === identity(wanted)).length;
}

const known = new WeakMap<JudgedFault, string>();

function identity(one: JudgedFault): string {
  let text = known.get(one);
  if (text === undefined) {
    const { rule, subject, fault } = one;
    const pointer = fault.at.field?.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/#');
    text = JSON.stringify([rule.id, subject, pointer]);
    known.set(one, text);
  }
  return text;
}

/** Everything outside the edits stands as it stood. */
function lostText(before: string, after: string, edits: readonly TextEdit[]): string | undefined {
  const kept: string[] = [];
  let at = 0;
  for (const { start, end } of [...edits].sort((a, b) => a.start - b.start)) {
    kept.push(before.slice(at, start));
    at = Math.max(at, end);
  }
  kept.push(before.slice(at));
  let from = 0;
  for (const part of kept) {
    const found = after.indexOf(part, from);
    if (found < 0) return 'changed what it does not speak of';
    from = found + part.length;
  }
  if (before.includes('\r\n') && /[^\r]\n/.test(after) && !/[^\r]\n/.test(before))
    return 'other line ends';
  return undefined;
}

/** All edits at once, round by round, until nothing has one: the last text, or what went wrong. */
function settled({ texts, again }: Judged): readonly [string | undefined, Judged['texts']] {
  let current = texts;
  for (let round = 0; round < 60; round += 1) {
    const groups = again(current).flatMap(({ fault }) =>
      fault.edits?.length ? [fault.edits] : [],
    );
    if (groups.length === 0) return [undefined, current];
    const edits = compatible(groups).taken.flat();
    const next = changed(current, edits);
    if (next === undefined) return ['an edit lies outside of its text', current];
    if (isDeepStrictEqual(next, current)) return ['an edit changes nothing', current];
    for (const path of new Set(edits.map((edit) => edit.path))) {
      const own = edits.filter((edit) => edit.path === path);
      const lost = lostText(current[path] ?? '', next[path] ?? '', own);
      if (lost !== undefined) return [lost, next];
    }
    current = next;
  }
  return ['the edits do not end', current];
}

function exampleOf(
  row: FamilyRow,
  family: RunnableFamily,
  id: string,
  example: string | { readonly files: Readonly<Record<string, string>> },
): Judged {
  const texts = typeof example === 'string' ? { [family.examplePath]: example } : example.files;
  return { id, texts, again: (files) => judgeExample(row, family, { files }).faults };
}

for (const { row, family } of loaded) {
  test(`edits of ${family.id}: every bad example, as it is and with Windows line ends`, () => {
    const wrong: string[] = [];
    for (const rule of family.rules) {
      rule.bad.forEach((example, at) => {
        const one = exampleOf(row, family, `${rule.id} bad[${at}]`, example);
        wrong.push(...broken(rule.id, one).map((text) => `${one.id}: ${text}`));
        const files = Object.entries(one.texts);
        const windows = files.map(([path, text]) => [path, text.replaceAll(/\r?\n/g, '\r\n')]);
        const bare = files.map(([path, text]) => [path, text.trimEnd()]);
        const other = Object.fromEntries(at % 2 === 0 ? windows : bare) as Judged['texts'];
        for (const texts of [one.texts, other]) {
          const [end] = settled({ ...one, texts });
          if (end !== undefined) wrong.push(`${one.id}: ${end}`);
        }
      });
    }
    assert.deepEqual([...new Set(wrong)], []);
  });
}

const outside: readonly (readonly [family: string, path: string, files: readonly string[]])[] = [
  ['dockerfile', 'Dockerfile', ['kics/dockerfile', 'trivy-checks/examples', 'buildkit/lint']],
  ['compose', 'compose.yaml', ['kics/dockerCompose']],
  [
    'kubernetes',
    'manifest.yaml',
    ['kics/k8s', 'trivy-checks/examples', 'gatekeeper-library/cases'],
  ],
];

for (const [id, path, files] of outside) {
  test(
    `edits of ${id} on the texts of others end what they are for`,
    needsShared('cases/posture'),
    async () => {
      const family = await familyOf(id);
      const wrong: string[] = [];
      let before = 0;
      let after = 0;
      for (const file of files) {
        for (const row of casesOf(`cases/posture/${file}.jsonl`)) {
          const { kind, input, name } = row as { kind: string; input?: unknown; name: string };
          if (kind !== id || typeof input !== 'string') continue;
          const first = judge(family, { [path]: input });
          const mended = first.faults.filter(({ fault }) => (fault.edits?.length ?? 0) > 0);
          const ids = new Set(mended.map(({ rule }) => rule.id));
          const [end, texts] = settled({
            id: name,
            texts: { [path]: input },
            again: (now) =>
              family.run({
                files: Object.entries(now).map(([where, text]) => ({ path: where, text })),
                around: textsAround(now),
                wants: (rule) => ids.has(rule.id),
              }).faults,
          });
          if (end !== undefined) wrong.push(`${file} ${name}: ${end}`);
          const last = judge(family, texts);
          before += mended.length;
          after += last.faults.length - first.faults.length;
          if (last.unread.length > first.unread.length)
            wrong.push(`${file} ${name}: reads no more`);
          if (last.faults.length > first.faults.length) wrong.push(`${file} ${name}: more faults`);
        }
      }
      console.log(`edits of ${id}: ${before} faults with edits, ${-after} faults gone`);
      assert.deepEqual(wrong, []);
      assert.ok(before > 0 && after < 0);
    },
  );
}

interface KubescapeRow {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly data: string | null;
  readonly expect: readonly {
    readonly ruleId: string;
    readonly fixPaths: readonly { readonly path: string; readonly value: string }[] | null;
    readonly deletePaths: readonly string[] | null;
  }[];
}

const kubescape = 'cases/posture/kubescape-regolibrary/cases.jsonl';

test('kubescape: our edits have the effect of its fixes', needsShared(kubescape), async () => {
  const family = await familyOf('kubernetes');
  const rows = (casesOf(kubescape) as readonly KubescapeRow[]).filter(({ expect }) =>
    expect.some(
      ({ fixPaths, deletePaths }) => (fixPaths?.length ?? 0) + (deletePaths?.length ?? 0) > 0,
    ),
  );
  await runSuite(
    'kubescape-fixes',
    rows.map((row) => ({
      id: row.name,
      run: () => {
        const [id = ''] = row.name.split('/');
        const question = {
          tool: 'kubescape',
          id,
          options: kubescapeOptions(id, row.data),
        } as const;
        const [end, texts] = settled({
          id,
          texts: row.files,
          again: (files) => faultsOf(family, { ...question, files }),
        });
        assert.equal(end, undefined);
        assert.notDeepEqual(texts, row.files, 'no edit');
        const before = valuesOf(row.files);
        const after = valuesOf(texts);
        for (const { fixPaths, deletePaths } of row.expect) {
          for (const { path, value } of fixPaths ?? []) {
            const way = wayOf(path);
            const meant = after.some((one, at) => hasGot(one, before[at], way, value));
            assert.ok(meant, `${path} has not got ${value}`);
          }
          for (const path of deletePaths ?? []) {
            const way = wayOf(path);
            const gone = before.some(
              (one, at) =>
                valueAt(one, way) !== undefined &&
                !isDeepStrictEqual(valueAt(one, way), valueAt(after[at], way)),
            );
            assert.ok(gone, `${path} is still there`);
          }
        }
      },
    })),
  );
});

function valuesOf(texts: Readonly<Record<string, string>>): readonly unknown[] {
  return Object.entries(texts).flatMap(([path, text]) =>
    readYamlTree(text, path).documents.map(({ value }) => value),
  );
}

/** `spec.containers[0].env` and `metadata.labels[a.b/c]` as keys and indexes. */
function wayOf(path: string): readonly string[] {
  return [...path.matchAll(/\[['"]?([^\]'"]+)['"]?\]|[^.[\]]+/g)].map((part) => part[1] ?? part[0]);
}

function valueAt(value: unknown, way: readonly string[]): unknown {
  return way.reduce<unknown>(
    (one, key) =>
      typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : undefined,
    value,
  );
}

/** The value is there, or among the items of the list that was meant; a placeholder is any new one. */
function hasGot(after: unknown, before: unknown, way: readonly string[], value: string): boolean {
  const found = valueAt(after, way);
  const holder = valueAt(after, way.slice(0, -1));
  if (Array.isArray(holder)) {
    const items = holder.map(String);
    return (
      items.includes(value) ||
      (value.endsWith('=YOUR_VALUE') && items.some((one) => one.startsWith(value.slice(0, -10))))
    );
  }
  // What Kubernetes takes for granted need not be written.
  if (way.at(-1) === 'privileged' && value === 'false' && found === undefined) return true;
  if (/^(?:YOUR_VALUE|<.*>)$/.test(value)) return !isDeepStrictEqual(found, valueAt(before, way));
  return String(found) === value;
}
