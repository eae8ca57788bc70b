import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { valueOf } from '../../fact.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** Settings of a product that has no users on this engine. */
export const enterprise: CheckRule<DaemonView> = {
  id: 'DEE-UCP',
  aliases: { 'docker-bench': ['8.1.1', '8.1.2', '8.1.3', '8.1.4', '8.1.5', '8.1.6', '8.1.7'] },
  severity: 'low',
  level: 'optional',
  title: { en: 'Docker Enterprise settings', 'zh-CN': 'Docker 企业版设置' },
  why: {
    en: 'The benchmark has rows for a product that became another one; its engine says so.',
    'zh-CN': '基准中有针对已更名产品的条目；其引擎会自行说明。',
  },
  advice: {
    en: 'Check the product by its own benchmark (MKE, MSR).',
    'zh-CN': '按该产品自己的基准(MKE、MSR)检查。',
  },
  references: ['https://docs.mirantis.com/mke/current/'],
  bad: [
    '{"version": {"value": {"Platform": {"Name": "Docker Enterprise Edition"}, "Version": "19.03.5"}}}',
  ],
  good: [
    '{"version": {"value": {"Platform": {"Name": "Docker Engine - Community"}}}}',
    '{"version": {"value": {}}}',
  ],
  check: (view, answer) => {
    const platform = textOf(objectOf(objectOf(valueOf(view.version))['Platform'])['Name']) ?? '';
    if (!/Enterprise|Mirantis/.test(platform))
      return answer.notApplicable({ en: 'no enterprise engine', 'zh-CN': '不是企业版引擎' });
    answer.fail(
      daemonFault(view, {
        name: 'Platform',
        observed: platform,
        wanted: {
          en: 'its settings checked with the tools of that product',
          'zh-CN': '用该产品的工具检查其设置',
        },
      }),
    );
  },
};
