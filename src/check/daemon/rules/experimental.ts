import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Features that are not finished. */
export const experimental: CheckRule<DaemonView> = {
  id: 'DMN-EXPERIMENTAL',
  aliases: { 'docker-bench': ['2.18'] },
  severity: 'low',
  title: { en: 'Experimental features are on', 'zh-CN': '启用了实验特性' },
  why: {
    en: 'Experimental features are not reviewed as the rest is and may change.',
    'zh-CN': '实验特性未经同等审查，且可能变动。',
  },
  advice: { en: 'Remove "experimental": true.', 'zh-CN': '去掉 "experimental": true。' },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{"experimental": true}', '{"info": {"value": {"ExperimentalBuild": true}}}'],
  good: ['{}', '{"info": {"value": {"ExperimentalBuild": false}}}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'experimental',
      good: (value) => value === false,
      wanted: 'false',
      json: 'false',
      edit: 'review',
    });
  },
};
