import { limits } from '../model/index.ts';
import { append } from '../model/append.ts';

/** Where a walk along links ended: a path without links in it, or the reason why there is none. */
export type Followed =
  | { readonly kind: 'path'; readonly path: string; readonly steps: number }
  | { readonly kind: 'cycle' };

/**
 * Follows symbolic links part by part, as the kernel does inside a container: absolute targets
 * start at the image's root and `..` stops there, so that no link leads to the host. `linkAt`
 * gives the target of a link, undefined for anything else. `last`: whether the last part is followed;
 * `most`: links in a row before it gives up.
 */
export function followLinks(
  path: string,
  linkAt: (path: string) => string | undefined,
  last: boolean,
  most: number = limits.link_depth.value,
): Followed {
  const todo = path.split('/').reverse();
  const done: string[] = [];
  let steps = 0;
  while (todo.length > 0) {
    const part = todo.pop() ?? '';
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    done.push(part);
    const target = todo.length > 0 || last ? linkAt(done.join('/')) : undefined;
    if (target === undefined) continue;
    steps += 1;
    // Linux gives up after 40 links, which also ends cycles and what grows with each turn.
    if (steps > most) return { kind: 'cycle' };
    if (target.startsWith('/')) done.length = 0;
    else done.pop();
    append(todo, target.split('/').reverse());
    if (todo.length > limits.path_bytes.value) return { kind: 'cycle' };
  }
  return { kind: 'path', path: done.join('/'), steps };
}
