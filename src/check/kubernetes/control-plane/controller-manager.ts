import { withGate } from './values.ts';
import { required, unless } from './flag-rule.ts';
import type { FlagRow } from './flag-rule.ts';
import type { Aliases } from './words.ts';

/** Ids that ask for the gate to be set; it is on by default since 1.12. */
const gateMissing: Aliases = { trivy: ['KCV-0038'], 'kube-bench': ['1.3.6'] };

/** Settings of kube-controller-manager; a new one is one row. */
export const controllerManager: readonly FlagRow[] = [
  {
    id: 'CM-GC',
    component: 'kube-controller-manager',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0033'],
      checkov: ['CKV_K8S_106'],
      kics: ['k/terminated_pod_garbage_collector_threshold_not_properly_set'],
      kubescape: [
        'C-0144',
        'ensure-that-the-controller-manager-terminated-pod-gc-threshold-argument-is-set-as-appropriate',
      ],
      'kube-bench': ['1.3.1'],
    },
    title: { en: 'pods that ended are kept without a bound', 'zh-CN': '已结束的 Pod 无限保留' },
    why: {
      en: 'They fill etcd until the cluster stands still.',
      'zh-CN': '它们会写满 etcd 直至集群停摆。',
    },
    wanted: '--terminated-pod-gc-threshold=1000',
    ...unless('terminated-pod-gc-threshold', (value) => Number(value ?? 0) > 0),
    bad: '--terminated-pod-gc-threshold=0',
    good: '--terminated-pod-gc-threshold=10',
  },
  {
    id: 'CM-PROFILING',
    component: 'kube-controller-manager',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0034'],
      checkov: ['CKV_K8S_107'],
      kics: ['k/profiling_not_set_to_false'],
      kubescape: [
        'C-0145',
        'ensure-that-the-controller-manager-profiling-argument-is-set-to-false',
      ],
      'kube-bench': ['1.3.2'],
    },
    title: { en: 'profiles are served', 'zh-CN': '提供性能剖析接口' },
    why: {
      en: 'Profiles tell what the program holds in memory.',
      'zh-CN': '剖析会暴露程序内存内容。',
    },
    wanted: '--profiling=false',
    edit: { to: 'false' },
    ...unless('profiling', (value) => value === 'false'),
    bad: '--profiling=true',
    good: '--profiling=false',
  },
  {
    id: 'CM-SACRED',
    component: 'kube-controller-manager',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0035'],
      checkov: ['CKV_K8S_108'],
      kics: ['k/use_service_account_credentials_not_set_to_true'],
      kubescape: [
        'C-0146',
        'ensure-that-the-controller-manager-use-service-account-credentials-argument-is-set-to-true',
      ],
      'kube-bench': ['1.3.3'],
    },
    title: { en: 'all controllers share one identity', 'zh-CN': '所有控制器共用一个身份' },
    why: {
      en: 'Each controller then has the permissions of all of them.',
      'zh-CN': '每个控制器都拥有全部控制器的权限。',
    },
    wanted: '--use-service-account-credentials=true',
    edit: { to: 'true', review: true },
    ...unless('use-service-account-credentials', (value) => value === 'true'),
    bad: '',
    good: '--use-service-account-credentials=true',
  },
  {
    id: 'CM-SAKEY',
    component: 'kube-controller-manager',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0036'],
      checkov: ['CKV_K8S_110'],
      kics: ['k/service_account_private_key_file_not_defined'],
      kubescape: [
        'C-0147',
        'ensure-that-the-controller-manager-service-account-private-key-file-argument-is-set-as-appropriate',
      ],
      'kube-bench': ['1.3.4'],
    },
    title: { en: 'tokens are not signed by a key of their own', 'zh-CN': '令牌未使用专用密钥签名' },
    why: {
      en: 'Without a key no token can be taken back by changing it.',
      'zh-CN': '没有专用密钥就无法通过换钥使令牌失效。',
    },
    wanted: '--service-account-private-key-file=FILE',
    ...required('service-account-private-key-file'),
    bad: '',
    good: '--service-account-private-key-file=/a',
  },
  {
    id: 'CM-ROOTCA',
    component: 'kube-controller-manager',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0037'],
      checkov: ['CKV_K8S_111'],
      kics: ['k/root_ca_file_not_defined'],
      kubescape: [
        'C-0148',
        'ensure-that-the-controller-manager-root-ca-file-argument-is-set-as-appropriate',
      ],
      'kube-bench': ['1.3.5'],
    },
    title: { en: 'pods cannot verify the API server', 'zh-CN': 'Pod 无法验证 API 服务器' },
    why: { en: 'A machine in between can pass for the server.', 'zh-CN': '中间人可冒充服务器。' },
    wanted: '--root-ca-file=FILE',
    ...required('root-ca-file'),
    bad: '',
    good: '--root-ca-file=/a',
  },
  {
    id: 'CM-ROTATE',
    component: 'kube-controller-manager',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0038'],
      checkov: ['CKV_K8S_112'],
      kics: ['k/rotate_kubelet_server_certificate_not_active'],
      kubescape: [
        'C-0149',
        'ensure-that-the-controller-manager-RotateKubeletServerCertificate-argument-is-set-to-true',
      ],
      'kube-bench': ['1.3.6'],
    },
    title: { en: 'certificates of kubelets are not renewed', 'zh-CN': 'kubelet 服务证书不轮换' },
    why: {
      en: 'A certificate that runs out takes the node with it, and one that is stolen works until then.',
      'zh-CN': '证书到期会使节点失联，被盗证书则一直可用。',
    },
    wanted: '--feature-gates=RotateKubeletServerCertificate=true',
    edit: { to: (given) => withGate(given, 'RotateKubeletServerCertificate=true'), review: true },
    faulty: (program) =>
      program.flags.get('feature-gates')?.value.includes('RotateKubeletServerCertificate=true') ===
      true
        ? []
        : ['feature-gates'],
    bad: '--feature-gates=RotateKubeletServerCertificate=false',
    good: '--feature-gates=RotateKubeletServerCertificate=true',
    optional: true,
    idsFor: (value) =>
      value?.includes('RotateKubeletServerCertificate=false') === true ? undefined : gateMissing,
  },
  {
    id: 'CM-BIND',
    component: 'kube-controller-manager',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0039'],
      checkov: ['CKV_K8S_113'],
      kics: ['k/bind_address_not_properly_set'],
      kubescape: [
        'C-0150',
        'ensure-that-the-controller-manager-bind-address-argument-is-set-to-127.0.0.1',
      ],
      'kube-bench': ['1.3.7'],
    },
    title: { en: 'metrics are served on every address', 'zh-CN': '在所有地址提供指标' },
    why: {
      en: 'The port needs no sign-in for health and metrics.',
      'zh-CN': '该端口的健康与指标接口无需登录。',
    },
    wanted: '--bind-address=127.0.0.1',
    edit: { to: '127.0.0.1', review: true },
    ...unless('bind-address', (value) => value === '127.0.0.1'),
    bad: '--bind-address=0.0.0.0',
    good: '--bind-address=127.0.0.1',
  },
];
