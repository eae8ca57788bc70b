import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesSet } from '../view.ts';
import { programsOf } from './program.ts';

/** etcd trusts another authority than the API server does. */
export const etcdUniqueCa: KubernetesRule = {
  id: 'ETCD-UNIQUECA',
  aliases: {
    kics: ['k/not_unique_certificate_authority'],
    kubescape: ['C-0159'],
    'kube-bench': ['2.7'],
  },
  severity: 'low',
  level: 'strict',
  title: {
    en: 'etcd and the API server trust the same authority',
    'zh-CN': 'etcd 与 API 服务器信任同一证书颁发机构',
  },
  why: {
    en: 'Every certificate that may talk to the API server may then talk to etcd, past all permissions.',
    'zh-CN': '凡能访问 API 服务器的证书都能绕过一切权限直接访问 etcd。',
  },
  advice: {
    en: 'Give etcd an authority of its own in --trusted-ca-file.',
    'zh-CN': '在 --trusted-ca-file 中为 etcd 指定独立的颁发机构。',
  },
  references: ['https://kubernetes.io/docs/setup/best-practices/certificates/'],
  bad: [pods('/etc/pki/ca.pem', '/etc/pki/ca.pem')],
  good: [pods('/etc/pki/ca.pem', '/etc/pki/etcd-ca.pem'), pods('/etc/pki/ca.pem', '')],
  check: (view, answer) => {
    const programs = programsOf(view, 'etcd');
    if (programs.length === 0) {
      answer.notApplicable({ en: 'no etcd', 'zh-CN': '没有 etcd' });
      return;
    }
    const servers = authoritiesIn(view.set);
    for (const { flags, also } of programs) {
      const trusted = flags.get('trusted-ca-file');
      if (trusted === undefined || trusted.value === '' || !servers.has(trusted.value)) continue;
      failAt(view, answer, { path: trusted.path, alsoPaths: also });
    }
  },
};

const authorities = new WeakMap<KubernetesSet, ReadonlySet<string | undefined>>();

/** What the API servers of a run trust; asked for by every etcd, and made once. */
function authoritiesIn(set: KubernetesSet): ReadonlySet<string | undefined> {
  let known = authorities.get(set);
  if (known === undefined) {
    const servers = set.workloads().flatMap((one) => programsOf(one, 'kube-apiserver'));
    known = new Set(servers.map(({ flags }) => flags.get('client-ca-file')?.value));
    authorities.set(set, known);
  }
  return known;
}

function pods(server: string, etcd: string): string {
  return [
    ['kube-apiserver', `--client-ca-file=${server}`],
    ['etcd', `--trusted-ca-file=${etcd}`],
  ]
    .map(
      ([name, flag]) =>
        `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: a, image: b, command: [${name}, '${flag}'] }] }\n`,
    )
    .join('---\n');
}
