import { appendItem, removeField, renameField, setField } from '../formats/yaml-edit.ts';
import type { FieldChange, YamlSource, YamlValue } from '../formats/yaml-edit.ts';
import type { YamlPath } from '../formats/yaml-tree.ts';
import type { Fault } from './contract.ts';

/** A document of a file that edits may change. */
export interface Editable extends YamlSource {
  /** Path of the file. */
  readonly file: string;
}

/** One change of a field: what it is to be, what is to go, another name, what is to come into a list. */
export type Change =
  | { readonly set: YamlPath; readonly to: YamlValue }
  | { readonly remove: YamlPath }
  | { readonly rename: YamlPath; readonly to: string }
  | { readonly append: YamlPath; readonly item: YamlValue };

/**
 * The edits that make changes, all or none: a fault that is half ended is not ended. What cannot be
 * changed without changing more says why.
 */
export function fieldEdits(
  source: Editable,
  changes: readonly Change[],
): Pick<Fault, 'edits' | 'noEdit'> {
  const made = changes.map((one) => changeOf(source, one));
  const edits = made.flatMap((one) =>
    typeof one === 'string' ? [] : [{ path: source.file, ...one }],
  );
  if (edits.length === made.length) return { edits };
  return { noEdit: made.includes('alias') ? 'alias' : 'layout' };
}

function changeOf(source: Editable, change: Change): FieldChange {
  if ('rename' in change) return renameField(source, change.rename, change.to);
  if ('set' in change) return setField(source, change.set, change.to);
  if ('remove' in change) return removeField(source, change.remove);
  return appendItem(source, change.append, change.item);
}
