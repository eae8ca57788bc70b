import { listOf, textOf } from '../../formats/json-values.ts';
import type { Answer, Fault } from '../contract.ts';
import type { Container, KubernetesView, Path } from '../kubernetes/view.ts';

/** The page of Kubernetes' own documentation on auditing. */
export const auditPage: string = 'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/';

/** A flag of a program: its last value, and where it stands. */
export interface Flag {
  /** Undefined: the flag is not given. Empty: without a value. */
  readonly value: string | undefined;
  readonly path: Path;
}

/** A container that runs the API server. */
export interface ApiServer {
  readonly container: Container;
  readonly flag: (name: string) => Flag;
}

/** API servers that an object runs; told when there is none. */
export function apiServersOf(view: KubernetesView, answer: Answer): ApiServer[] {
  const servers = (view.pod?.containers ?? []).filter(runsApiServer).map((container) => ({
    container,
    flag: (name: string) => flagOf(container, name),
  }));
  if (servers.length === 0) answer.notApplicable('no API server');
  return servers;
}

function runsApiServer({ spec, name }: Container): boolean {
  if (name === 'kube-apiserver') return true;
  return [...listOf(spec['command']), ...listOf(spec['args'])].some((word) =>
    /^(?:\S*\/)?kube-apiserver$/.test(textOf(word) ?? ''),
  );
}

/** Go's flags: `--name=value`, or the value as the next word; the last one counts. */
function flagOf({ spec, path }: Container, name: string): Flag {
  let found: Flag | undefined;
  for (const field of ['command', 'args']) {
    const words = listOf(spec[field]).map((word) => textOf(word) ?? '');
    words.forEach((word, index) => {
      const at = [...path, field, index];
      if (word.startsWith(`--${name}=`)) found = { value: word.slice(name.length + 3), path: at };
      else if (word === `--${name}`) found = { value: words[index + 1] ?? '', path: at };
    });
  }
  // A flag that is missing belongs where the others are.
  const start = listOf(spec['args']).length > 0 ? 'args' : 'command';
  return found ?? { value: undefined, path: [...path, start] };
}

/** Asks that a number of the API server is at least as large as wanted. */
export function atLeast(
  view: KubernetesView,
  answer: Answer,
  { flag: name, wanted }: { readonly flag: string; readonly wanted: number },
): void {
  for (const { flag, container } of apiServersOf(view, answer)) {
    const { value, path } = flag(name);
    const number = value === undefined || !/^\d{1,9}$/.test(value) ? undefined : Number(value);
    if (number !== undefined && number >= wanted) continue;
    const found = value ?? 'nothing';
    const fault: Fault = {
      at: view.at(path),
      also: [view.at([...container.path, 'command'])],
      params: { flag: `--${name}`, found, wanted },
    };
    answer.fail(fault);
  }
}
