import { append } from '../model/append.ts';
/** Lines shown before and after a change, as `diff -u` does. */
const context = 3;

/**
 * What changed between two texts, in the unified form that `patch` takes; empty when nothing did.
 * Changed regions are found by their common beginning and end between lines that stayed the same,
 * which is exact for edits of a few lines and never wrong.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const old = linesOf(before);
  const fresh = linesOf(after);
  const hunks = hunksOf(old, fresh);
  const head = `--- a/${path}\n+++ b/${path}\n`;
  return head + hunks.map((hunk) => hunkText(hunk, old, fresh)).join('');
}

interface Change {
  /** Lines [oldStart, oldEnd) became [newStart, newEnd), from 0. */
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else if (lines.length > 0) lines.push(`${lines.pop() ?? ''}\n\\ No newline at end of file`);
  return lines;
}

/** Changes found greedily: the nearest line that both texts have again ends a change. */
function changesOf(old: readonly string[], fresh: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let at = 0;
  let now = 0;
  while (at < old.length || now < fresh.length) {
    if (at < old.length && now < fresh.length && old[at] === fresh[now]) {
      at += 1;
      now += 1;
      continue;
    }
    const [oldEnd, newEnd] = resync(old, fresh, [at, now]);
    changes.push({ oldStart: at, oldEnd, newStart: now, newEnd });
    at = oldEnd;
    now = newEnd;
  }
  return changes;
}

/** Lines looked ahead for the place where both texts go on alike. */
const ahead = 400;

function resync(
  old: readonly string[],
  fresh: readonly string[],
  [at, now]: readonly [number, number],
): readonly [number, number] {
  for (let distance = 1; distance <= ahead; distance += 1) {
    for (let back = 0; back <= distance; back += 1) {
      const left = at + back;
      const right = now + distance - back;
      if (left < old.length && right < fresh.length && old[left] === fresh[right]) {
        return [left, right];
      }
      if (left === old.length && right === fresh.length) return [left, right];
    }
  }
  return [old.length, fresh.length];
}

function hunksOf(old: readonly string[], fresh: readonly string[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changesOf(old, fresh)) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.oldStart - last.oldEnd <= 2 * context) {
      hunks.at(-1)?.push(change);
    } else hunks.push([change]);
  }
  return hunks;
}

function hunkText(
  changes: readonly Change[],
  old: readonly string[],
  fresh: readonly string[],
): string {
  const first = changes[0];
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return '';
  const from = Math.max(0, first.oldStart - context);
  const to = Math.min(old.length, last.oldEnd + context);
  const newFrom = first.newStart - (first.oldStart - from);
  const newTo = last.newEnd + (to - last.oldEnd);
  const lines: string[] = [`@@ -${span(from, to)} +${span(newFrom, newTo)} @@`];
  let at = from;
  for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
    append(
      lines,
      old.slice(at, oldStart).map((line) => ` ${line}`),
    );
    append(
      lines,
      old.slice(oldStart, oldEnd).map((line) => `-${line}`),
    );
    append(
      lines,
      fresh.slice(newStart, newEnd).map((line) => `+${line}`),
    );
    at = oldEnd;
  }
  append(
    lines,
    old.slice(at, to).map((line) => ` ${line}`),
  );
  return `${lines.join('\n')}\n`;
}

function span(from: number, to: number): string {
  const count = to - from;
  const start = count === 0 ? from : from + 1;
  return count === 1 ? String(start) : `${start},${count}`;
}
