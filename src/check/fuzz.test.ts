import { test } from 'node:test';
import { textsAround } from '../../test/kit/check.ts';
import { mutate, mutations, random } from '../../test/kit/fuzz.ts';
import { parseDockerfile } from '../formats/dockerfile/parse.ts';
import { readYamlTree } from '../formats/yaml-tree.ts';
import type { YamlTreeDocument } from '../formats/yaml-tree.ts';
import { PlimsollError } from '../model/index.ts';
import type { Fault, RunnableFamily, RunResult, TextEdit } from './contract.ts';
import { edited } from './edits.ts';
import { families } from './index.ts';

/** One example with one of its texts mutated, and the rule that it belongs to. */
interface Case {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
}

function caseOf(family: RunnableFamily, next: () => number): Case | undefined {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const rule = pick(family.rules);
  const example = pick([...(rule?.bad ?? []), ...(rule?.bad ?? []), ...(rule?.good ?? [])]);
  if (rule === undefined || example === undefined) return undefined;
  const files = typeof example === 'string' ? { [family.examplePath]: example } : example.files;
  const path = pick(Object.keys(files)) ?? '';
  const text = mutate(Buffer.from(files[path] ?? ''), next);
  return { rule: rule.id, files: { ...files, [path]: Buffer.from(text).toString() } };
}

function judged(
  family: RunnableFamily,
  { rule, files }: Case,
  turn: number,
): { readonly result: RunResult; readonly paths: readonly string[] } {
  const row = families.find(({ id }) => id === family.id);
  const own = Object.entries(files).filter(([path]) => row?.named(path) ?? true);
  // The rule itself and some of its neighbours: all of them would be nearly all of the work.
  const neighbour = family.rules[turn % family.rules.length]?.id;
  const wants = ({ id }: { readonly id: string }): boolean => id === rule || id === neighbour;
  const sources = own.map(([path, text]) => ({ path, text }));
  const result = family.run({ files: sources, around: textsAround(files), wants });
  return { result, paths: own.map(([path]) => path) };
}

/** What an edit must leave as it was: parts of a text, each with its place. */
interface Part {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

function leaves(document: YamlTreeDocument): readonly Part[] {
  const parts: Part[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    const isTree = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (!isTree) {
      const entry = document.entry(path);
      if (entry === undefined || entry.via !== undefined) return;
      const start = entry.key?.start.offset ?? entry.value.start.offset;
      // Items of a list may move up when one is taken out.
      const names = path.map((step) => (typeof step === 'number' ? '*' : step));
      parts.push({ key: JSON.stringify([names, value]), start, end: entry.value.end.offset });
    } else if (Array.isArray(value)) value.forEach((item, at) => visit(item, [...path, at]));
    else for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  visit(document.value, []);
  return parts;
}

/** Families whose texts are lists of lines. */
const inLines: ReadonlySet<string> = new Set(['context', 'apparmor', 'selinux']);

/** The parts of a text that can be read; undefined when it cannot. */
function partsOf(family: string, text: string): readonly Part[] | undefined {
  if (family === 'dockerfile')
    return parseDockerfile(text).instructions.map(({ start, end }) => ({
      key: text.slice(start, end),
      start,
      end,
    }));
  if (inLines.has(family))
    return [...text.matchAll(/[^\n]+/g)].map(({ 0: key, index }) => ({
      key,
      start: index,
      end: index + key.length,
    }));
  try {
    const { documents, faults } = readYamlTree(text, 'it');
    return faults.length > 0 ? undefined : documents.flatMap(leaves);
  } catch (error) {
    if (error instanceof PlimsollError) return undefined;
    throw error;
  }
}

/** Why the edits of one fault are no edits of this text, or change more than they cover. */
function wrongIn(family: string, text: string, edits: readonly TextEdit[]): string | undefined {
  for (const { start, end } of edits)
    if (start < 0 || end < start || end > text.length) return `${start}-${end} is outside the text`;
  const before = partsOf(family, text);
  if (before === undefined) return undefined;
  const result = edited(text, edits);
  const after = partsOf(family, result);
  if (after === undefined) return `what is left cannot be read: ${result}`;
  const counts = new Map<string, number>();
  for (const { key } of after) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { key, start, end } of before) {
    if (edits.some((edit) => edit.start <= end && start <= edit.end)) continue;
    const count = counts.get(key) ?? 0;
    if (count === 0) return `${key} is gone, which no edit covers: ${result}`;
    counts.set(key, count - 1);
  }
  return undefined;
}

function editsIn(fault: Fault, path: string): readonly TextEdit[] {
  const edits = fault.edits ?? [];
  return edits.every((edit) => edit.path === path) ? edits : [];
}

function inspect(family: RunnableFamily, one: Case, seed: number): void {
  const { result, paths } = judged(family, one, seed);
  const broken = result.unread.find(({ code }) => code === 'CHECK_RULE_FAILED');
  if (broken !== undefined) throw new Error(broken.text);
  for (const { fault, rule } of result.faults) {
    for (const path of paths) {
      const edits = editsIn(fault, path);
      if (edits.length === 0) continue;
      const text = one.files[path] ?? '';
      const wrong = wrongIn(family.id, text, edits);
      if (wrong !== undefined) throw new Error(`${rule.id}, ${JSON.stringify(text)}: ${wrong}`);
    }
  }
}

test('of mutated examples no rule breaks, and no edit changes what it does not cover', async () => {
  const loaded = await Promise.all(families.map(({ load }) => load()));
  for (const { seed } of mutations([])) {
    const family = loaded[seed % loaded.length];
    const one = family === undefined ? undefined : caseOf(family, random(seed));
    if (family === undefined || one === undefined) continue;
    try {
      inspect(family, one, seed);
    } catch (error) {
      throw new Error(`seed ${seed}, ${family.id}: ${String(error)}`, { cause: error });
    }
  }
});
