import { listOf, numberOf, objectOf, textOf } from '../../formats/json-values.ts';
import { printable } from '../../model/index.ts';
import type { Location, MarkedFile, MarkKind } from '../../model/index.ts';

const kinds: ReadonlySet<string> = new Set<MarkKind>([
  'setuid',
  'ssh-server',
  'miner',
  'package-cache',
  'empty-password',
  'duplicate-account',
  'secret',
]);

function isKind(text: string | undefined): text is MarkKind {
  return text !== undefined && kinds.has(text);
}

/**
 * Marked files from JSON that a stranger may have written: `[{"kind": "setuid", "path": "usr/bin/su",
 * "at": {"layer": {"index": 0}}}]`. Undefined when one of them is none: a list with a part that
 * cannot be read is no list.
 */
export function marksFrom(json: unknown): readonly MarkedFile[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const found: MarkedFile[] = [];
  for (const one of listOf(json)) {
    const row = objectOf(one);
    const kind = textOf(row['kind']);
    const path = textOf(row['path']);
    if (!isKind(kind) || path === undefined) return undefined;
    const line = numberOf(row['line']);
    const what = textOf(row['what']);
    const shown = textOf(row['shown']);
    found.push({
      kind,
      path: printable(path),
      ...(what === undefined ? {} : { what: printable(what) }),
      ...(line === undefined ? {} : { line }),
      ...(shown === undefined ? {} : { shown: printable(shown) }),
      at: {
        ...placeFrom(row['at']),
        file: { path: printable(path), ...(line === undefined ? {} : { startLine: line }) },
      },
      ...(row['gone'] === undefined ? {} : { gone: placeFrom(row['gone']) }),
    });
  }
  return found;
}

/** The instruction and the layer of a place. */
function placeFrom(json: unknown): Location {
  const { history, layer } = objectOf(json);
  const entry = objectOf(history);
  const stored = objectOf(layer);
  const [made, index] = [numberOf(entry['index']), numberOf(stored['index'])];
  const diffId = textOf(stored['diffId']);
  const digest = textOf(stored['digest']);
  return {
    ...(made === undefined
      ? {}
      : { history: { index: made, createdBy: textOf(entry['createdBy']) ?? '' } }),
    ...(index === undefined
      ? {}
      : {
          layer: {
            index,
            ...(diffId === undefined ? {} : { diffId }),
            ...(digest === undefined ? {} : { digest }),
          },
        }),
  };
}
