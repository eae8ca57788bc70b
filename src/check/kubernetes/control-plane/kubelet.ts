import { forbidden, unless } from './flag-rule.ts';
import type { FlagRow } from './flag-rule.ts';
import { configText } from './program.ts';
import { areStrong } from './values.ts';

/** Settings of kubelet; a new one is one row. */
export const kubelet: readonly FlagRow[] = [
  {
    id: 'KLT-ANON',
    component: 'kubelet',
    severity: 'critical',
    aliases: {
      trivy: ['KCV-0079'],
      checkov: ['CKV_K8S_138'],
      kics: ['k/anonymous_auth_is_not_set_to_false'],
      kubescape: ['C-0069', 'C-0172', 'anonymous-requests-to-kubelet-updated'],
      'kube-bench': ['4.2.1'],
    },
    title: { en: 'anonymous requests are answered', 'zh-CN': '响应匿名请求' },
    why: {
      en: 'Who reaches the port may run programs in every container of the node.',
      'zh-CN': '能访问端口者可在节点任意容器内执行程序。',
    },
    wanted: '--anonymous-auth=false',
    edit: { to: 'false', config: false, review: true },
    ...unless(
      'anonymous-auth',
      (value, inFile) => value === 'false' || (inFile && value === undefined),
      ['authentication', 'anonymous', 'enabled'],
    ),
    bad: '--anonymous-auth=true',
    good: '--anonymous-auth=false',
  },
  {
    id: 'KLT-AUTHZ',
    component: 'kubelet',
    severity: 'high',
    aliases: {
      trivy: ['KCV-0080'],
      checkov: ['CKV_K8S_139'],
      kics: ['k/authorization_mode_set_to_always_allow'],
      kubescape: ['C-0173', 'kubelet-authorization-mode-alwaysAllow'],
      'kube-bench': ['4.2.2'],
    },
    title: { en: 'everything is allowed', 'zh-CN': '允许一切操作' },
    why: {
      en: 'Any identity the kubelet accepts may run programs in every container.',
      'zh-CN': 'kubelet 接受的任何身份都可在任意容器内执行程序。',
    },
    wanted: '--authorization-mode=Webhook',
    edit: { to: 'Webhook', config: 'Webhook', review: true },
    ...unless(
      'authorization-mode',
      (value) => value !== undefined && !value.split(',').includes('AlwaysAllow'),
      ['authorization', 'mode'],
    ),
    bad: '--authorization-mode=AlwaysAllow',
    good: '--authorization-mode=Webhook',
  },
  {
    id: 'KLT-CLIENTCA',
    component: 'kubelet',
    severity: 'high',
    aliases: {
      trivy: ['KCV-0081'],
      checkov: ['CKV_K8S_140'],
      kics: ['k/client_certificate_authentication_not_setup_properly'],
      kubescape: ['C-0070', 'C-0174', 'enforce-kubelet-client-tls-authentication-updated'],
      'kube-bench': ['4.2.3'],
    },
    title: { en: 'certificates of clients are not verified', 'zh-CN': '未验证客户端证书' },
    why: {
      en: 'The API server cannot be told from others.',
      'zh-CN': '无法区分 API 服务器与其他人。',
    },
    wanted: '--client-ca-file=FILE',
    ...unless(
      'client-ca-file',
      (value) => value !== undefined && value !== '' && !value.endsWith('.txt'),
      ['authentication', 'x509', 'clientCAFile'],
    ),
    bad: '',
    good: '--client-ca-file=/a.pem',
  },
  {
    id: 'KLT-ROPORT',
    component: 'kubelet',
    severity: 'high',
    aliases: {
      trivy: ['KCV-0082'],
      checkov: ['CKV_K8S_141'],
      kics: ['k/kubelet_read_only_port_is_not_set_to_zero'],
      kubescape: [
        'C-0175',
        'ensure-that-the---read-only-port-is-secured',
        'read-only-port-enabled-updated',
      ],
      'kube-bench': ['4.2.4'],
    },
    title: { en: 'the read-only port is open', 'zh-CN': '开放了只读端口' },
    why: {
      en: 'It tells everybody which pods run with which settings.',
      'zh-CN': '它向所有人公开运行的 Pod 及其配置。',
    },
    wanted: '--read-only-port=0',
    edit: { to: '0', config: 0, review: true },
    ...unless('read-only-port', (value) => value === undefined || value === '0', ['readOnlyPort']),
    bad: '--read-only-port=10255',
    good: '--read-only-port=0',
  },
  {
    id: 'KLT-STREAM',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0085'],
      checkov: ['CKV_K8S_143'],
      kics: ['k/kubelet_streaming_connection_timeout_disabled'],
      kubescape: ['C-0176', 'kubelet-streaming-connection-idle-timeout'],
      'kube-bench': ['4.2.5'],
    },
    title: { en: 'idle connections never end', 'zh-CN': '空闲连接永不断开' },
    why: {
      en: 'They tie the node up, and stay open for who finds them.',
      'zh-CN': '它们占用节点，并为发现者保持敞开。',
    },
    wanted: '--streaming-connection-idle-timeout=5m',
    edit: { to: '5m', config: '5m', review: true },
    ...unless(
      'streaming-connection-idle-timeout',
      (value) => value === undefined || !/^0[smh]?(?:0[ms])*$/.test(value),
      ['streamingConnectionIdleTimeout'],
    ),
    bad: '--streaming-connection-idle-timeout=0',
    good: '--streaming-connection-idle-timeout=5m',
  },
  {
    id: 'KLT-KERNELDEF',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0083'],
      checkov: ['CKV_K8S_144'],
      kics: ['k/kubelet_protect_kernel_defaults_set_to_false'],
      kubescape: ['C-0177', 'kubelet-protect-kernel-defaults'],
    },
    title: {
      en: 'kernel settings of the node may differ from those that are safe',
      'zh-CN': '节点内核参数可能偏离安全值',
    },
    why: {
      en: 'The kubelet changes them silently instead of refusing to start.',
      'zh-CN': 'kubelet 会悄悄修改而不是拒绝启动。',
    },
    wanted: '--protect-kernel-defaults=true',
    edit: { to: 'true', config: true, review: true },
    ...unless('protect-kernel-defaults', (value) => value === 'true', ['protectKernelDefaults']),
    bad: '--protect-kernel-defaults=false',
    good: '--protect-kernel-defaults=true',
  },
  {
    id: 'KLT-IPTABLES',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0084'],
      checkov: ['CKV_K8S_145'],
      kics: ['k/kubelet_not_managing_ip_tables'],
      kubescape: ['C-0178', 'kubelet-ip-tables'],
      'kube-bench': ['4.2.6'],
    },
    title: {
      en: 'the rules of iptables are not kept by the kubelet',
      'zh-CN': 'iptables 规则未由 kubelet 管理',
    },
    why: {
      en: 'Rules made by hand drift from what the cluster needs.',
      'zh-CN': '手工规则会偏离集群所需。',
    },
    wanted: '--make-iptables-util-chains=true',
    edit: { to: 'true', config: true },
    ...unless('make-iptables-util-chains', (value) => value === undefined || value === 'true', [
      'makeIPTablesUtilChains',
    ]),
    bad: '--make-iptables-util-chains=false',
    good: '--make-iptables-util-chains=true',
  },
  {
    id: 'KLT-HOSTNAME',
    component: 'kubelet',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0086'],
      checkov: ['CKV_K8S_146'],
      kics: ['k/kubelet_hostname_override_is_set'],
      kubescape: ['C-0179', 'kubelet-hostname-override'],
      'kube-bench': ['4.2.7'],
    },
    title: { en: 'the name of the node is overridden', 'zh-CN': '覆盖了节点名' },
    why: {
      en: 'Certificates and logs then name another machine.',
      'zh-CN': '证书与日志会指向另一台机器。',
    },
    wanted: 'no --hostname-override',
    ...forbidden('hostname-override'),
    bad: '--hostname-override=a',
    good: '--anonymous-auth=false',
  },
  {
    id: 'KLT-EVENTQPS',
    component: 'kubelet',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0087'],
      checkov: ['CKV_K8S_147'],
      kics: ['k/kubelet_event_qps_not_properly_set'],
      kubescape: ['C-0180', 'kubelet-event-qps'],
      'kube-bench': ['4.2.8'],
    },
    title: {
      en: 'the rate of events is bounded or without a bound',
      'zh-CN': '事件速率被限制或不设限',
    },
    why: {
      en: 'Benchmarks contradict each other: 0 loses no event and lets one pod flood the log; a bound loses events.',
      'zh-CN': '各基准相互矛盾：0 不丢事件但单个 Pod 可淹没日志；设限则会丢事件。',
    },
    wanted: '--event-qps at a value that you chose',
    ...unless('event-qps', (value, inFile) => !inFile && value === undefined, ['eventRecordQPS']),
    bad: '--event-qps=1',
    good: '--anonymous-auth=false',
    optional: true,
    idsFor: (value) =>
      value === '0'
        ? { kubescape: ['C-0179', 'kubelet-event-qps'] }
        : { trivy: ['KCV-0087'], kics: ['k/kubelet_event_qps_not_properly_set'] },
  },
  {
    id: 'KLT-TLS',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0088', 'KCV-0089'],
      checkov: ['CKV_K8S_148'],
      kics: ['k/tls_connection_certificate_not_setup'],
      kubescape: ['C-0181', 'validate-kubelet-tls-configuration-updated'],
      'kube-bench': ['4.2.9'],
    },
    title: { en: 'no certificate of its own is named', 'zh-CN': '未指定自己的证书' },
    why: {
      en: 'A certificate that the kubelet makes itself cannot be verified.',
      'zh-CN': 'kubelet 自签的证书无法验证。',
    },
    wanted: '--tls-cert-file=FILE --tls-private-key-file=FILE',
    faulty: (program) =>
      [
        ['tls-cert-file', 'tlsCertFile'],
        ['tls-private-key-file', 'tlsPrivateKeyFile'],
      ].flatMap(([flag = '', field = '']) => {
        const unseen = program.flags.has('config') && program.config === undefined;
        const set = program.flags.has(flag) || configText(program.config, [field]) !== undefined;
        return set || unseen ? [] : [flag];
      }),
    bad: '',
    good: '--tls-cert-file=/a --tls-private-key-file=/b',
  },
  {
    id: 'KLT-ROTATE',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0090'],
      checkov: ['CKV_K8S_149'],
      kics: ['k/kubelet_client_periodic_certificate_switch_disabled'],
      kubescape: ['C-0182', 'kubelet-rotate-certificates'],
      'kube-bench': ['4.2.10'],
    },
    title: {
      en: 'the certificate of the kubelet is not renewed',
      'zh-CN': 'kubelet 客户端证书不轮换',
    },
    why: {
      en: 'One that is stolen works until it runs out.',
      'zh-CN': '被盗证书在到期前一直可用。',
    },
    wanted: '--rotate-certificates=true',
    edit: { to: 'true', config: true, review: true },
    ...unless(
      'rotate-certificates',
      (value, inFile) => value === 'true' || (!inFile && value === undefined),
      ['rotateCertificates'],
    ),
    bad: '--rotate-certificates=false',
    good: '--rotate-certificates=true',
  },
  {
    id: 'KLT-ROTATESRV',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0091'],
      kics: ['k/rotate_kubelet_server_certificate_not_active'],
      kubescape: ['C-0183', 'kubelet-rotate-kubelet-server-certificate'],
      'kube-bench': ['4.2.11'],
    },
    title: {
      en: 'the serving certificate of the kubelet is not renewed',
      'zh-CN': 'kubelet 服务证书不轮换',
    },
    why: { en: 'One that runs out takes the node with it.', 'zh-CN': '证书到期会使节点失联。' },
    wanted: '--feature-gates=RotateKubeletServerCertificate=true',
    faulty: (program) => {
      const gate = program.flags.get('feature-gates')?.value;
      const own = configText(program.config, ['featureGates', 'RotateKubeletServerCertificate']);
      return gate?.includes('RotateKubeletServerCertificate=false') === true || own === 'false'
        ? ['feature-gates']
        : [];
    },
    bad: '--feature-gates=RotateKubeletServerCertificate=false',
    good: '--anonymous-auth=false',
    config: ['featureGates', 'RotateKubeletServerCertificate'],
  },
  {
    id: 'KLT-CIPHERS',
    component: 'kubelet',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0092'],
      checkov: ['CKV_K8S_151'],
      kics: ['k/weak_tls_cipher_suites'],
      kubescape: ['C-0184', 'kubelet-strong-cryptography-ciphers'],
      'kube-bench': ['4.2.12'],
    },
    title: { en: 'weak ciphers are accepted', 'zh-CN': '接受弱加密套件' },
    why: {
      en: 'What was recorded today can be read once the key is known.',
      'zh-CN': '今日录下的流量在密钥泄露后可被解密。',
    },
    wanted: '--tls-cipher-suites=TLS_ECDHE_…',
    ...unless('tls-cipher-suites', (value) => value !== undefined && areStrong(value), [
      'tlsCipherSuites',
    ]),
    bad: '--tls-cipher-suites=TLS_RSA_WITH_RC4_128_SHA',
    good: '--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  },
  {
    id: 'KLT-PIDS',
    component: 'kubelet',
    severity: 'low',
    aliases: {
      kubescape: ['C-0284', 'kubelet-set-pod-limit'],
      'kube-bench': ['4.2.13'],
    },
    title: { en: 'a pod may start any number of processes', 'zh-CN': 'Pod 可启动任意数量进程' },
    why: {
      en: 'A fork bomb in one pod stops the node.',
      'zh-CN': '单个 Pod 的 fork 炸弹可使节点停摆。',
    },
    wanted: '--pod-max-pids=4096',
    ...unless('pod-max-pids', (value) => Number(value ?? -1) > 0, ['podPidsLimit']),
    bad: '',
    good: '--pod-max-pids=4096',
  },
  {
    id: 'KLT-SECCOMPDEF',
    component: 'kubelet',
    severity: 'low',
    aliases: {
      'kube-bench': ['4.2.14'],
    },
    title: {
      en: 'seccomp is off unless a pod asks for it',
      'zh-CN': '除非 Pod 要求，否则不启用 seccomp',
    },
    why: {
      en: 'Most pods then run without a filter.',
      'zh-CN': '多数 Pod 将在没有过滤器的情况下运行。',
    },
    wanted: '--seccomp-default',
    edit: { to: 'true', config: true, review: true },
    ...unless('seccomp-default', (value) => value === 'true', ['seccompDefault']),
    bad: '',
    good: '--seccomp-default=true',
  },
];
