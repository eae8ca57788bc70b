import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { userOf, hasUserNamespace } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** The user in force after Dockerfile, image configuration and `--user`. */
export const rootUser: CheckRule<ContainerView> = {
  id: 'CTR-USER-ROOT',
  aliases: { 'docker-bench': ['4.1'] },
  severity: 'high',
  family: 'non-root',
  title: { en: 'Container runs as root', 'zh-CN': '容器以 root 运行' },
  message: { en: '{container} runs as root', 'zh-CN': '{container} 以 root 运行' },
  why: {
    en: 'Root inside is root outside as far as files and kernel are concerned; every flaw in the isolation is worth more to it.',
    'zh-CN': '就文件与内核而言，容器内的 root 就是主机的 root；隔离上的任何缺陷都会被放大。',
  },
  advice: {
    en: 'Give the image a USER that is not root, or start with --user.',
    'zh-CN': '在镜像中设置非 root 的 USER，或使用 --user 启动。',
  },
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  bad: [
    '{"Name": "/web", "HostConfig": {}, "Config": {"User": ""}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"User": "0:0"}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": "root"}}, "image": {"Config": {"User": "app"}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {}, "Config": {"User": "app"}}',
    '{"Name": "/web", "HostConfig": {}, "Config": {"User": "1000:0"}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": "1000"}}, "image": {"Config": {"User": ""}}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}, "Config": {"User": ""}}, "daemon": {"SecurityOptions": ["name=userns"]}}',
  ],
  check: (view, answer) => {
    const { root, chain, history } = userOf(view);
    if (!root) return answer.passed(asIs(chain.join(' -> ')));
    if (hasUserNamespace(view))
      return answer.passed({
        en: `${chain.join(' -> ')}; a user namespace makes it another user of the host`,
        'zh-CN': `${chain.join(' -> ')}；用户命名空间将其映射为主机上的其他用户`,
      });
    const fault = settingFault(view, {
      pointer: '/Config/User',
      observed: chain.join(' -> '),
      wanted: { en: 'a user that is not root', 'zh-CN': '非 root 用户' },
      command: runAgain(view, '--user 1000:1000'),
    });
    answer.fail(history === undefined ? fault : { ...fault, at: { history, ...fault.at } });
  },
};
