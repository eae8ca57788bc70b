import { unless } from './flag-rule.ts';
import type { FlagRow } from './flag-rule.ts';

/** Addresses of the machine itself. Not given, or empty: the default, which is 127.0.0.1:10249. */
const local = /^$|^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$|^::1$/;

/** Settings of kube-proxy; a new one is one row. */
export const kubeProxy: readonly FlagRow[] = [
  {
    id: 'PRX-METRICS',
    component: 'kube-proxy',
    severity: 'low',
    aliases: { kubescape: ['C-0291'], 'kube-bench': ['4.3.1'] },
    title: { en: 'metrics are served on every address', 'zh-CN': '在所有地址提供指标' },
    why: {
      en: 'The port needs no sign-in: whoever reaches the node reads its metrics, and its profiles when those are on.',
      'zh-CN': '该端口无需登录：能访问节点者即可读取指标，启用剖析时还能读取剖析数据。',
    },
    wanted: '--metrics-bind-address=127.0.0.1:10249',
    edit: { to: '127.0.0.1:10249', config: '127.0.0.1:10249', review: true },
    ...unless('metrics-bind-address', (value) => local.test(value ?? ''), ['metricsBindAddress']),
    bad: '--metrics-bind-address=0.0.0.0:10249',
    good: '--metrics-bind-address=127.0.0.1:10249',
  },
];
