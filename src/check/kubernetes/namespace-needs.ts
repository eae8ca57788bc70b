import type { Aliases, Answer } from '../contract.ts';
import { failAt } from './judge.ts';
import { namespaceOf } from './set.ts';
import type { KubernetesView } from './view.ts';

/** What every namespace should have in which something takes resources. */
export interface NamespaceNeed {
  readonly kind: string;
  /** Rules of other tools that say so where there is none. */
  readonly aliases: Aliases;
  /** Judges one that is there. */
  readonly complete: (view: KubernetesView, answer: Answer) => void;
}

/** Tells what takes resources in a namespace without an object of a kind, and what that object leaves open. */
export function needsInNamespace({
  kind,
  aliases,
  complete,
}: NamespaceNeed): (view: KubernetesView, answer: Answer) => void {
  return (view, answer) => {
    if (view.kind === kind) {
      complete(view, answer);
      return;
    }
    if (view.pod === undefined && view.kind !== 'PersistentVolumeClaim') {
      answer.notApplicable({ en: 'nothing that takes resources', 'zh-CN': '没有占用资源的对象' });
      return;
    }
    const namespace = namespaceOf(view);
    if (view.set.inNamespace(namespace).some((one) => one.kind === kind)) return;
    failAt(view, answer, {
      path: ['metadata', view.namespace === undefined ? 'name' : 'namespace'],
      params: { namespace },
      aliases,
    });
  };
}
