import { withItem, without } from './values.ts';
import type { FlagRow } from './flag-rule.ts';
import { itemsOf } from './program.ts';

/** Admission plug-ins of kube-apiserver; a new one is one row. */
export const apiServerAdmission: readonly FlagRow[] = [
  {
    id: 'API-EXTERNALIPS',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0003'],
      kubescape: [
        'C-0115',
        'C-0283',
        'ensure-that-the-api-server-DenyServiceExternalIPs-is-not-set',
      ],
      'kube-bench': ['1.2.3'],
    },
    title: {
      en: 'external addresses of Services are denied by a plug-in that other guidance wants off',
      'zh-CN': '启用了部分指南要求关闭的 DenyServiceExternalIPs 插件',
    },
    why: {
      en: 'Benchmarks contradict each other: some want DenyServiceExternalIPs set, some not. Decide, and allow external addresses by policy.',
      'zh-CN':
        '各基准相互矛盾：有的要求启用 DenyServiceExternalIPs，有的要求不启用。请自行决定，并以策略控制外部地址。',
    },
    wanted: 'no DenyServiceExternalIPs, and a policy for externalIPs',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('DenyServiceExternalIPs')
        ? ['enable-admission-plugins']
        : [],
    bad: '--enable-admission-plugins=DenyServiceExternalIPs',
    good: '--enable-admission-plugins=NodeRestriction',
    optional: true,
  },
  {
    id: 'API-EVENTRATE',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0010'],
      checkov: ['CKV_K8S_78'],
      kics: ['k/event_rate_limit_admission_control_plugin_not_set'],
      kubescape: ['C-0121', 'ensure-that-the-admission-control-plugin-EventRateLimit-is-set'],
      'kube-bench': ['1.2.9'],
    },
    title: { en: 'events are not limited', 'zh-CN': '未限制事件速率' },
    why: { en: 'One client can fill etcd with events.', 'zh-CN': '单个客户端可用事件写满 etcd。' },
    wanted: '--enable-admission-plugins=…,EventRateLimit',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('EventRateLimit')
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=EventRateLimit',
  },
  {
    id: 'API-ALWAYSPULL',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0012'],
      checkov: ['CKV_K8S_80'],
      kics: ['k/always_pull_images_admission_control_plugin_not_set'],
      kubescape: ['C-0123', 'ensure-that-the-admission-control-plugin-AlwaysPullImages-is-set'],
      'kube-bench': ['1.2.11'],
    },
    title: {
      en: 'images on a node are given to every pod',
      'zh-CN': '节点上的镜像可供任意 Pod 使用',
    },
    why: {
      en: 'A pod may use a private image that another pod had pulled.',
      'zh-CN': 'Pod 可使用其他 Pod 拉取的私有镜像。',
    },
    wanted: '--enable-admission-plugins=…,AlwaysPullImages',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('AlwaysPullImages')
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=AlwaysPullImages',
    optional: true,
  },
  {
    id: 'API-SCDENY',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0013'],
      checkov: ['CKV_K8S_81'],
      kics: ['k/security_context_deny_admission_control_plugin_not_set'],
      kubescape: [
        'C-0124',
        'ensure-that-the-admission-control-plugin-SecurityContextDeny-is-set-if-PodSecurityPolicy-is-not-used',
      ],
    },
    title: { en: 'SecurityContextDeny is not on', 'zh-CN': '未启用 SecurityContextDeny' },
    why: {
      en: 'Before Pod Security admission it was the last bar to pods that ask for root.',
      'zh-CN': '在 Pod 安全准入之前，它是阻止 Pod 申请 root 的最后防线。',
    },
    wanted: '--enable-admission-plugins=…,SecurityContextDeny',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').some(
        (plugin) => plugin === 'SecurityContextDeny' || plugin === 'PodSecurityPolicy',
      )
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=SecurityContextDeny',
    optional: true,
  },
  {
    id: 'API-PSP-PLUGIN',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      checkov: ['CKV_K8S_84'],
      kics: ['k/pod_security_policy_admission_control_plugin_not_set'],
      kubescape: ['psp-enabled-native'],
    },
    title: { en: 'PodSecurityPolicy is not on', 'zh-CN': '未启用 PodSecurityPolicy' },
    why: {
      en: 'On clusters before 1.25 nothing else stops privileged pods.',
      'zh-CN': '在 1.25 之前的集群上，没有其他机制阻止特权 Pod。',
    },
    wanted: '--enable-admission-plugins=…,PodSecurityPolicy',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('PodSecurityPolicy')
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=PodSecurityPolicy',
    optional: true,
  },
  {
    id: 'API-NODERESTR',
    component: 'kube-apiserver',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0016'],
      checkov: ['CKV_K8S_85'],
      kics: ['k/node_restriction_admission_control_plugin_not_set'],
      kubescape: ['C-0127', 'ensure-that-the-admission-control-plugin-NodeRestriction-is-set'],
      'kube-bench': ['1.2.14'],
    },
    title: { en: 'kubelets may change other nodes', 'zh-CN': 'kubelet 可修改其他节点' },
    why: {
      en: 'A node that is taken over can label itself and write the pods of others.',
      'zh-CN': '被攻陷的节点可给自己打标签并修改其他节点的 Pod。',
    },
    wanted: '--enable-admission-plugins=…,NodeRestriction',
    edit: { to: (given) => withItem(given, 'NodeRestriction'), review: true },
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('NodeRestriction')
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=NodeRestriction',
  },
  {
    id: 'API-ALWAYSADMIT',
    component: 'kube-apiserver',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0011'],
      checkov: ['CKV_K8S_79'],
      kics: ['k/always_admit_admission_control_plugin_set'],
      kubescape: ['C-0122', 'ensure-that-the-admission-control-plugin-AlwaysAdmit-is-not-set'],
      'kube-bench': ['1.2.10'],
    },
    title: { en: 'every object is admitted', 'zh-CN': '所有对象都被准入' },
    why: {
      en: 'AlwaysAdmit switches off what other plug-ins would refuse.',
      'zh-CN': 'AlwaysAdmit 会放行其他插件本应拒绝的对象。',
    },
    wanted: 'no AlwaysAdmit',
    edit: { to: (given) => without(given, 'AlwaysAdmit') || undefined, review: true },
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('AlwaysAdmit')
        ? ['enable-admission-plugins']
        : [],
    bad: '--enable-admission-plugins=AlwaysAdmit',
    good: '--enable-admission-plugins=NodeRestriction',
  },
  {
    id: 'API-SA-PLUGIN',
    component: 'kube-apiserver',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0014'],
      checkov: ['CKV_K8S_82'],
      kics: ['k/service_account_admission_control_plugin_disabled'],
      kubescape: ['C-0125', 'ensure-that-the-admission-control-plugin-ServiceAccount-is-set'],
      'kube-bench': ['1.2.12'],
    },
    title: { en: 'service accounts are not admitted', 'zh-CN': '禁用了 ServiceAccount 准入插件' },
    why: {
      en: 'Pods then run without an identity that can be bounded.',
      'zh-CN': 'Pod 将以无法约束的身份运行。',
    },
    wanted: 'ServiceAccount not in --disable-admission-plugins',
    edit: { to: (given) => without(given, 'ServiceAccount') || undefined, review: true },
    faulty: (program) =>
      itemsOf(program, 'disable-admission-plugins').includes('ServiceAccount')
        ? ['disable-admission-plugins']
        : [],
    bad: '--disable-admission-plugins=ServiceAccount',
    good: '--disable-admission-plugins=Foo',
  },
  {
    id: 'API-NSLIFE',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0015'],
      checkov: ['CKV_K8S_83'],
      kics: ['k/namespace_lifecycle_admission_control_plugin_disabled'],
      kubescape: ['C-0126', 'ensure-that-the-admission-control-plugin-NamespaceLifecycle-is-set'],
      'kube-bench': ['1.2.13'],
    },
    title: {
      en: 'namespaces that are deleted still take objects',
      'zh-CN': '被删除的命名空间仍可接收对象',
    },
    why: {
      en: 'Objects are left behind in namespaces that are gone.',
      'zh-CN': '对象会遗留在已消失的命名空间中。',
    },
    wanted: 'NamespaceLifecycle not in --disable-admission-plugins',
    edit: { to: (given) => without(given, 'NamespaceLifecycle') || undefined, review: true },
    faulty: (program) =>
      itemsOf(program, 'disable-admission-plugins').includes('NamespaceLifecycle')
        ? ['disable-admission-plugins']
        : [],
    bad: '--disable-admission-plugins=NamespaceLifecycle',
    good: '--disable-admission-plugins=Foo',
  },
  {
    id: 'ADM-IMAGEPOLICY',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      'kube-bench': ['5.5.1'],
      kubescape: ['C-0289'],
      kics: ['k/image_policy_webhook_admission_control_plugin_not_set'],
    },
    title: {
      en: 'images are admitted without a look at where they come from',
      'zh-CN': '准入时未检查镜像来源',
    },
    why: { en: 'Whatever a manifest names is run.', 'zh-CN': '清单指定什么镜像就运行什么。' },
    wanted:
      '--enable-admission-plugins=…,ImagePolicyWebhook, or a policy engine that verifies signatures',
    faulty: (program) =>
      itemsOf(program, 'enable-admission-plugins').includes('ImagePolicyWebhook')
        ? []
        : ['enable-admission-plugins'],
    bad: '--enable-admission-plugins=Foo',
    good: '--enable-admission-plugins=ImagePolicyWebhook',
    optional: true,
  },
];
