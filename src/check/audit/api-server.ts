import type { Answer } from '../contract.ts';
import { programsOf } from '../kubernetes/control-plane/program.ts';
import { flagChanges } from '../kubernetes/control-plane/flag-edit.ts';
import { failAt } from '../kubernetes/judge.ts';
import type { KubernetesView } from '../kubernetes/view.ts';

/** The page of Kubernetes' own documentation on auditing. */
export const auditPage: string = 'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/';

/** Faulty unless a flag of the API server has a value that is good; `wanted` is told with what was found. */
export function askFlag(
  view: KubernetesView,
  answer: Answer,
  {
    name,
    isGood,
    wanted = '',
    to,
  }: {
    readonly name: string;
    readonly isGood: (value: string) => boolean;
    readonly wanted?: string | number;
    /** The value that an edit gives it. */
    readonly to?: string;
  },
): void {
  const servers = programsOf(view, 'kube-apiserver');
  if (servers.length === 0)
    answer.notApplicable({ en: 'no API server', 'zh-CN': '没有 API server' });
  for (const { flags, path, also } of servers) {
    const given = flags.get(name);
    if (given !== undefined && isGood(given.value)) continue;
    const of = { component: 'kube-apiserver', flag: name, at: given?.path, to } as const;
    failAt(view, answer, {
      path: given?.path ?? path,
      alsoPaths: also,
      params: { flag: `--${name}`, found: given?.value ?? 'nothing', wanted },
      changes: to === undefined ? [] : flagChanges(view, { path }, of),
    });
  }
}

/** Asks that a number of the API server is at least as large as wanted. */
export function atLeast(
  view: KubernetesView,
  answer: Answer,
  { flag: name, wanted }: { readonly flag: string; readonly wanted: number },
): void {
  const isGood = (value: string): boolean => /^\d{1,9}$/.test(value) && Number(value) >= wanted;
  askFlag(view, answer, { name, isGood, wanted, to: String(wanted) });
}
