import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Who may speak to the API may do everything. */
export const authorizationPlugin: CheckRule<DaemonView> = {
  id: 'DMN-AUTHZ',
  aliases: { 'docker-bench': ['2.12'] },
  severity: 'medium',
  level: 'strict',
  family: 'api',
  title: { en: 'No authorization plugin', 'zh-CN': '没有授权插件' },
  why: {
    en: 'Without one whoever reaches the socket may do all: there are no users and no roles.',
    'zh-CN': '没有授权插件时，能访问套接字者可做任何事：没有用户也没有角色。',
  },
  advice: {
    en: 'Use a plugin that knows who may call what, or give people a proxy instead of the socket.',
    'zh-CN': '使用可区分调用者与操作的插件，或用代理代替直接开放套接字。',
  },
  references: ['https://docs.docker.com/engine/extend/plugins_authorization/'],
  bad: ['{}', '{"info": {"value": {"Plugins": {"Authorization": null}}}}'],
  good: [
    '{"authorization-plugins": ["opa-docker-authz"]}',
    '{"info": {"value": {"Plugins": {"Authorization": ["casbin"]}}}}',
  ],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'authorization-plugins',
      good: (value) => typeof value === 'object' && value.length > 0,
      wanted: { en: 'a plugin', 'zh-CN': '授权插件' },
      json: '["NAME"]',
    });
  },
};
