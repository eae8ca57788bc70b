import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Version 1 of the registry protocol, which engines before 17.12 may speak. */
export const legacyRegistry: CheckRule<DaemonView> = {
  id: 'DMN-REG-V1',
  aliases: { 'docker-bench': ['C.2'] },
  severity: 'medium',
  family: 'trusted-registry',
  title: { en: 'Legacy registry protocol enabled', 'zh-CN': '启用了旧版仓库协议' },
  why: {
    en: 'Version 1 has neither digests nor signatures. Engines since 17.12 do not speak it at all.',
    'zh-CN': '第 1 版协议既无摘要也无签名。17.12 及以后的引擎已不支持。',
  },
  advice: {
    en: 'Update the engine, or set "disable-legacy-registry": true.',
    'zh-CN': '升级引擎，或设置 "disable-legacy-registry": true。',
  },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{"disable-legacy-registry": false}'],
  good: ['{}', '{"disable-legacy-registry": true}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'disable-legacy-registry',
      good: (value) => value === true,
      wanted: 'true',
      json: 'true',
    });
  },
};
