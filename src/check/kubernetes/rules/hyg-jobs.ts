import { listOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import { failAt } from '../judge.ts';
import { deploymentWith, podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Text } from '../../../model/index.ts';

const naked: Text = { en: 'The pod has no controller', 'zh-CN': '该 Pod 没有控制器' };
const found: Text = {
  en: 'A CronJob runs unattended: what an intruder uses to stay',
  'zh-CN': 'CronJob 会无人值守地运行：入侵者常借此驻留',
};

/** Pods have a controller, and CronJobs a deadline. */
export const jobs: KubernetesRule = {
  id: 'HYG-JOBS',
  aliases: {
    kics: ['k/cronjob_deadline_not_configured'],
    kubescape: ['C-0026', 'C-0073', 'rule-deny-cronjobs', 'naked-pods'],
    kyverno: [
      'prevent-bare-pods',
      'restrict-jobs',
      'pod-lifetime',
      'limit-containers-per-pod',
      'restrict-pod-count',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'workload',
  title: { en: 'A pod or job that nobody looks after', 'zh-CN': '无人照管的 Pod 或任务' },
  message: {
    en: 'The CronJob has no startingDeadlineSeconds',
    'zh-CN': 'CronJob 未设置 startingDeadlineSeconds',
  },
  why: {
    en: 'A pod without a controller is not started again, and a CronJob without a deadline piles up what it missed.',
    'zh-CN': '没有控制器的 Pod 不会被重新启动；没有截止时间的 CronJob 会堆积错过的任务。',
  },
  advice: {
    en: 'Use a Deployment or a Job, and set startingDeadlineSeconds.',
    'zh-CN': '使用 Deployment 或 Job，并设置 startingDeadlineSeconds。',
  },
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'],
  bad: [
    podWith(),
    `apiVersion: batch/v1
kind: CronJob
metadata: { name: a }
spec: { schedule: '* * * * *' }
`,
  ],
  good: [deploymentWith(), settings],
  check: (view, answer) => {
    if (view.kind === 'Pod' && listOf(view.metadata['ownerReferences']).length === 0)
      failAt(view, answer, {
        path: ['kind'],
        message: naked,
        aliases: { kubescape: ['C-0073', 'naked-pods'], kyverno: ['prevent-bare-pods'] },
      });
    if (view.kind !== 'CronJob') return;
    if (!isSet(view.spec['startingDeadlineSeconds']))
      failAt(view, answer, {
        path: ['spec', 'startingDeadlineSeconds'],
        aliases: {
          kics: ['k/cronjob_deadline_not_configured'],
        },
      });
    failAt(view, answer, {
      path: ['kind'],
      message: found,
      severity: 'low',
      level: 'optional',
      aliases: { kubescape: ['C-0026', 'rule-deny-cronjobs'], kyverno: ['restrict-jobs'] },
    });
  },
};
