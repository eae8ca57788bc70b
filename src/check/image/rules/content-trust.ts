import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { valueOf } from '../../fact.ts';
import type { ImageView } from '../view.ts';

/** Whether pulls here check signatures. */
export const contentTrust: CheckRule<ImageView> = {
  id: 'IMG-TRUST',
  aliases: { dockle: ['CIS-DI-0005'], 'docker-bench': ['4.5'] },
  severity: 'low',
  level: 'strict',
  family: 'signing',
  title: { en: 'Content trust is not enabled', 'zh-CN': '未启用内容信任' },
  why: {
    en: 'Without it any image that the registry gives is run.',
    'zh-CN': '未启用时，仓库给出的任何镜像都会被运行。',
  },
  advice: {
    en: 'Set DOCKER_CONTENT_TRUST=1, or verify signatures before images run.',
    'zh-CN': '设置 DOCKER_CONTENT_TRUST=1，或在运行前验证签名。',
  },
  references: ['https://docs.docker.com/engine/security/trust/'],
  bad: [
    '{"Config": {}, "contentTrust": {"value": "0"}}',
    '{"Config": {}, "contentTrust": {"absent": true}}',
  ],
  good: ['{"Config": {}, "contentTrust": {"value": "1"}}', '{"Config": {}}'],
  check: (view, answer) => {
    if (view.contentTrust === undefined)
      return answer.notApplicable({
        en: 'the environment of pulls was not asked for',
        'zh-CN': '未查询拉取镜像时的环境变量',
      });
    const value = valueOf(view.contentTrust) ?? '';
    if (value === '1' || value === 'true') return answer.passed(asIs('DOCKER_CONTENT_TRUST=1'));
    answer.fail(
      configFault(view, '/contentTrust', {
        observed:
          value === '' ? 'DOCKER_CONTENT_TRUST is not set' : `DOCKER_CONTENT_TRUST=${value}`,
        wanted: '1',
        command: 'export DOCKER_CONTENT_TRUST=1',
      }),
    );
  },
};
