import { unless } from './flag-rule.ts';
import type { FlagRow } from './flag-rule.ts';

const schedulerProfiling = [
  'C-0151',
  'ensure-that-the-scheduler-profiling-argument-is-set-to-false',
];

/** Settings of kube-scheduler; a new one is one row. */
export const scheduler: readonly FlagRow[] = [
  {
    id: 'SCH-PROFILING',
    component: 'kube-scheduler',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0040'],
      checkov: ['CKV_K8S_114'],
      kics: ['k/profiling_not_set_to_false'],
      kubescape: ['C-0151', 'ensure-that-the-scheduler-profiling-argument-is-set-to-false'],
      'kube-bench': ['1.4.1'],
    },
    title: { en: 'profiles are served', 'zh-CN': '提供性能剖析接口' },
    why: {
      en: 'Profiles tell what the program holds in memory.',
      'zh-CN': '剖析会暴露程序内存内容。',
    },
    wanted: '--profiling=false',
    edit: { to: 'false', config: false },
    ...unless(
      'profiling',
      (value, inFile) => value === 'false' || (inFile && value === undefined),
      ['enableProfiling'],
    ),
    // KICS counts only what is written.
    idsFor: (value) =>
      value === undefined
        ? { trivy: ['KCV-0040'], kubescape: schedulerProfiling, 'kube-bench': ['1.4.1'] }
        : undefined,
    bad: '--profiling=true',
    good: '--profiling=false',
  },
  {
    id: 'SCH-BIND',
    component: 'kube-scheduler',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0041'],
      checkov: ['CKV_K8S_115'],
      kics: ['k/bind_address_not_properly_set'],
      kubescape: ['C-0152', 'ensure-that-the-scheduler-bind-address-argument-is-set-to-127.0.0.1'],
      'kube-bench': ['1.4.2'],
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
