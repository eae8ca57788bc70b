import type { TextEdit } from './contract.ts';

/** Edits that can be made together, and those that touch the same text and have to wait. */
export interface Chosen {
  readonly taken: readonly (readonly TextEdit[])[];
  readonly waiting: readonly (readonly TextEdit[])[];
}

/**
 * Picks groups of edits of which no two touch the same text, in the order given; a group is taken
 * whole or not at all. The same group given twice counts once. Takes time in the square of the
 * groups of one file at most.
 */
export function compatible(groups: readonly (readonly TextEdit[])[]): Chosen {
  const taken: (readonly TextEdit[])[] = [];
  const waiting: (readonly TextEdit[])[] = [];
  const made = new Map<string, TextEdit[]>();
  for (const group of groups) {
    const isNew = group.filter(
      (edit) => !(made.get(edit.path) ?? []).some((one) => same(one, edit)),
    );
    if (isNew.some((edit) => (made.get(edit.path) ?? []).some((one) => touches(one, edit)))) {
      waiting.push(group);
      continue;
    }
    taken.push(group);
    for (const edit of isNew) {
      const list = made.get(edit.path);
      if (list === undefined) made.set(edit.path, [edit]);
      else list.push(edit);
    }
  }
  return { taken, waiting };
}

/** The text after edits that do not touch one another; each counts once, however often it is given. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((edit, at, all) => at === 0 || !same(all[at - 1] ?? edit, edit));
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function same(a: TextEdit, b: TextEdit): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end && a.text === b.text;
}

/**
 * Two insertions at one place touch: which goes first would be a guess. So do an insertion and a
 * change that ends or begins there: what it stands behind may be gone.
 */
function touches(a: TextEdit, b: TextEdit): boolean {
  if (a.start === b.start) return true;
  const insertion = a.start === a.end || b.start === b.end;
  return insertion ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
}
