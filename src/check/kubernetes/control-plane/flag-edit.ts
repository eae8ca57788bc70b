import { listOf } from '../../../formats/json-values.ts';
import type { YamlValue } from '../../../formats/yaml-edit.ts';
import type { Change } from '../../field-edit.ts';
import { shown } from '../fields.ts';
import type { FieldFault } from '../judge.ts';
import type { KubernetesView, Path } from '../view.ts';
import { valueAt } from '../workloads.ts';
import type { Program } from './program.ts';
import type { Component } from './words.ts';

/** The value that a flag gets. */
export interface FlagEdit {
  /** By what is given now; undefined: the flag goes. */
  readonly to: string | ((given: string | undefined) => string | undefined);
  /** The value in the configuration file, where the row names a place in it. */
  readonly config?: YamlValue;
  /** As of a fault: something may rely on what is given now. */
  readonly review?: boolean;
}

interface FlagOf {
  readonly component: Component;
  readonly edit: FlagEdit | undefined;
  /** Place of the setting in the configuration file. */
  readonly inFile: Path | undefined;
}

interface Given {
  readonly program: Program;
  readonly flag: string;
  readonly value: string | undefined;
}

/** The change that ends a fault: of the word that gives the flag, of the file, or a new word. */
export function endingOf(
  view: KubernetesView,
  { component, edit, inFile }: FlagOf,
  { program, flag, value }: Given,
): Pick<FieldFault, 'changes' | 'review'> {
  if (edit === undefined) return {};
  const { to, review = false } = edit;
  const given = program.flags.get(flag);
  if (given === undefined && inFile !== undefined && edit.config !== undefined)
    return { changes: [{ set: inFile, to: edit.config }], review };
  const changes = flagChanges(view, program, {
    component,
    flag,
    at: given?.path,
    to: typeof to === 'string' ? to : to(value),
  });
  return changes.length === 0 ? {} : { changes, review };
}

/** A flag that gets a value: in its own word, or as a word behind the last; none where it stands otherwise. */
export function flagChanges(
  view: KubernetesView,
  program: Pick<Program, 'path'>,
  of: {
    readonly component: Component;
    readonly flag: string;
    readonly at: Path | undefined;
    readonly to: string | undefined;
  },
): readonly Change[] {
  const { flag, at, to, component } = of;
  if (at !== undefined) {
    const word = shown(valueAt(view.object, at));
    const [start, ...rest] = word.split(`${flag}=`);
    // `--a=1 --b=2` in one word, and a value in the next word, are the user's to take apart.
    if (rest.length !== 1 || !/^--?$/.test(start ?? '') || /\s/.test(word)) return [];
    return to === undefined ? [{ remove: at }] : [{ set: at, to: `--${flag}=${to}` }];
  }
  if (to === undefined || !/^(?:command|args)$/.test(String(program.path.at(-1)))) return [];
  const container = program.path.slice(0, -1);
  const words = (field: string): readonly unknown[] =>
    listOf(valueAt(view.object, [...container, field]));
  const started = [...words('command'), ...words('args')].some(
    (word) => word === component || shown(word).endsWith(`/${component}`),
  );
  // A shell that starts the program takes no flags of it.
  if (!started || words('command').some((word) => /\bsh$/.test(shown(word)))) return [];
  const list = words('args').length > 0 ? 'args' : 'command';
  return [{ append: [...container, list], item: `--${flag}=${to}` }];
}
