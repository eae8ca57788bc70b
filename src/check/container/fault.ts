import { printable } from '../../model/index.ts';
import type { Location, Text } from '../../model/index.ts';
import type { Fault } from '../contract.ts';
import { shellWord } from '../../formats/shell-quoting.ts';
import type { ContainerView } from './view.ts';
import { filled } from '../words.ts';
import type { Said } from '../words.ts';

export { shellWord } from '../../formats/shell-quoting.ts';

/** What was seen in one field of `docker inspect`. */
export interface Seen {
  /** JSON pointer into the answer of `docker inspect`. */
  readonly pointer: string;
  readonly observed: Said;
  readonly wanted: Said;
  /** Where the value came from, when it is not the container's own setting. */
  readonly from?: string;
  /** The command that ends it. */
  readonly command?: string;
}

const seenText: Text = {
  en: '{field}: {observed}, wanted {wanted} (from {from})',
  'zh-CN': '{field}：{observed}，应为 {wanted}（来自 {from}）',
};

/** The fault that one setting of a container is. */
export function settingFault(view: ContainerView, seen: Seen): Fault {
  const { pointer, observed, wanted, from = 'docker inspect', command } = seen;
  const field = pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  return {
    at: place(view, pointer),
    params: { container: view.subject },
    evidence: [filled(seenText, { field, observed: shownIn(observed), wanted, from })],
    ...(command === undefined ? {} : { command }),
  };
}

/** The chain to a field of a container. */
export function place(view: ContainerView, pointer: string): Location {
  return { field: { pointer }, container: { id: view.id, name: view.subject } };
}

/** A container is made anew with other options (the rest where the dots stand); the old one stays, stopped. */
export function runAgain(view: ContainerView, options: string): string {
  const image = view.config['Image'];
  const name = typeof image === 'string' ? ` ${shellWord(image)}` : '';
  const words = options === '' ? '' : ` ${options}`;
  const own = shellWord(view.subject);
  const old = shellWord(`${view.subject}-old`);
  return `docker stop ${own} && docker rename ${own} ${old} && docker run --name ${own} ...${words}${name}`;
}

/** `docker update` changes limits while the container runs. */
export function update(view: ContainerView, options: string): string {
  return `docker update ${options} ${shellWord(view.subject)}`;
}

function shownIn(observed: Said): Said {
  return typeof observed === 'string' ? shown(observed) : observed;
}

/** A stranger's value, short and harmless. */
export function shown(text: string): string {
  return printable(text.length > 160 ? `${text.slice(0, 157)}...` : text);
}
