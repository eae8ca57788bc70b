import { listOf, objectOf } from '../../../formats/json-values.ts';
import { securityContextOf, shown } from '../fields.ts';
import { eachContainer, isExempt, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import { baselineCapabilities } from '../pod-security/capabilities-baseline.ts';

const decisive = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'BPF',
  'DAC_READ_SEARCH',
]);

/** Ids that stand for the addition of any capability. */
const any: Aliases = {
  psa: ['capabilities_baseline'],
  trivy: ['KSV-0022'],
  checkov: ['CKV_K8S_25'],
  kics: ['k/containers_with_added_capabilities'],
  kubescape: ['C-0046', 'insecure-capabilities'],
  polaris: ['dangerousCapabilities', 'insecureCapabilities'],
  kyverno: ['disallow-capabilities', 'psp-restrict-adding-capabilities'],
  gatekeeper: ['k8spspcapabilities'],
};

/** Capabilities that tools have an id of its own for. */
const named: ReadonlyMap<string, Aliases> = new Map<string, Aliases>([
  [
    'SYS_ADMIN',
    {
      ...any,
      trivy: ['KSV-0022', 'KSV-0005'],
      checkov: ['CKV_K8S_25', 'CKV_K8S_39'],
      kics: [...(any.kics ?? []), 'k/containers_with_sys_admin_capabilities'],
    },
  ],
  ['NET_RAW', { ...any, trivy: ['KSV-0022', 'KSV-0119'] }],
  ['SYS_MODULE', { ...any, trivy: ['KSV-0022', 'KSV-0120'] }],
]);

/** No capability beyond the default set is added. */
export const capsBaseline: KubernetesRule = {
  id: 'K8S-CAPS-BASELINE',
  aliases: {
    psa: ['capabilities_baseline'],
    trivy: ['KSV-0022', 'KSV-0005', 'KSV-0119', 'KSV-0120'],
    checkov: ['CKV_K8S_25', 'CKV_K8S_39'],
    kics: ['k/containers_with_added_capabilities', 'k/containers_with_sys_admin_capabilities'],
    kubescape: ['C-0046', 'insecure-capabilities'],
    polaris: ['dangerousCapabilities', 'insecureCapabilities'],
    kyverno: ['disallow-capabilities', 'psp-restrict-adding-capabilities'],
    gatekeeper: ['k8spspcapabilities'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'caps',
  title: {
    en: 'A capability beyond the default set is added',
    'zh-CN': '添加了默认集合之外的能力',
  },
  message: {
    en: 'Container "{container}" adds the capability {name}',
    'zh-CN': '容器 "{container}" 添加了能力 {name}',
  },
  why: {
    en: 'Some of the capabilities beyond the default set are as good as root on the node: SYS_ADMIN, SYS_MODULE, SYS_PTRACE, BPF.',
    'zh-CN': '默认集合之外的部分能力等同于节点 root：SYS_ADMIN、SYS_MODULE、SYS_PTRACE、BPF。',
  },
  advice: {
    en: 'Remove the capability; where it is needed, give it to a container that does nothing else.',
    'zh-CN': '删除该能力；确有需要时，授予只做这一件事的容器。',
  },
  references: [securityContextPage, podSecurityPage],
  options: {
    allowed: [...baselineCapabilities].map(String),
    exemptImages: [],
  },
  bad: [podWith({ container: 'securityContext: { capabilities: { add: [SYS_ADMIN] } }' })],
  good: [
    podWith({
      container: 'securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }',
    }),
    podWith(),
  ],
  check: (view, answer) => {
    const allowed = new Set(listed(answer, 'allowed'));
    eachContainer(view, answer, (container) =>
      isExempt(answer, container)
        ? []
        : listOf(objectOf(securityContextOf(container.spec)['capabilities'])['add']).flatMap(
            (value, index) => {
              const name = shown(value).replace(/^CAP_/i, '').toUpperCase();
              if (allowed.has(name)) return [];
              const path = [...container.path, 'securityContext', 'capabilities', 'add', index];
              const aliases = named.get(name) ?? any;
              const severity = decisive.has(name) ? 'critical' : 'high';
              const ending = { changes: [{ remove: path }], review: true };
              return [{ path, params: { name }, severity, aliases, ...ending }];
            },
          ),
    );
  },
};
