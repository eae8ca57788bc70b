import type { CheckRule } from '../../contract.ts';
import { daemonFault } from '../fault.ts';
import { supportOf } from '../lifecycle.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { DaemonView } from '../view.ts';

/** The release line of the engine, against the ends of support that are known. */
export const engineVersion: CheckRule<DaemonView> = {
  id: 'DMN-VERSION',
  aliases: { 'docker-bench': ['1.2.2'], kubescape: ['C-0273'] },
  severity: 'medium',
  family: 'updates',
  title: { en: 'Docker Engine out of support', 'zh-CN': 'Docker Engine 已停止支持' },
  message: {
    en: 'Docker Engine {version} gets no more fixes',
    'zh-CN': 'Docker Engine {version} 不再获得修复',
  },
  why: {
    en: 'Flaws in engine, containerd and runc are ways out of every container; they are fixed only in supported releases.',
    'zh-CN': '引擎、containerd 与 runc 的缺陷是所有容器的逃逸途径，只在受支持的版本中修复。',
  },
  advice: {
    en: 'Update the engine; builds of a distribution get fixes under the old number: update the package.',
    'zh-CN': '升级引擎；发行版构建会在旧版本号下获得修复：请更新软件包。',
  },
  references: [
    'https://endoflife.date/docker-engine',
    'https://docs.docker.com/engine/release-notes/',
  ],
  bad: [
    '{"version": {"value": {"Version": "20.10.24"}}}',
    '{"version": {"value": {"Version": "19.03.1"}}}',
  ],
  good: [
    '{"version": {"value": {"Version": "29.1.0"}}}',
    '{"version": {"value": {"Version": "20.10.24+dfsg1"}}}',
  ],
  check: (view, answer) => {
    if (view.version === undefined)
      return answer.notApplicable({
        en: 'the daemon was not asked for its version',
        'zh-CN': '未查询守护进程的版本',
      });
    if (view.version.state === 'unread')
      return answer.couldNotRead(unreadWords('docker version', view.version.code));
    const version = textOf(objectOf(valueOf(view.version))['Version']) ?? '';
    const support = supportOf(version);
    if (support === 'distribution')
      return answer.needsHuman({
        en: `${version} is built by a distribution, which fixes it under this number: apt list --upgradable 2>/dev/null | grep docker, wanted: nothing`,
        'zh-CN': `${version} 由发行版构建，会以此版本号修复：运行 apt list --upgradable 2>/dev/null | grep docker，应没有输出`,
      });
    if (support === 'unknown')
      return answer.needsHuman({
        en: `Engine ${version}: compare with the newest release of its line in docs.docker.com/engine/release-notes`,
        'zh-CN': `Engine ${version}：请与 docs.docker.com/engine/release-notes 中该系列的最新版本比较`,
      });
    answer.fail({
      ...daemonFault(view, {
        name: 'version',
        observed: {
          en: `Version: ${version} (docker version), supported until ${support}`,
          'zh-CN': `版本 ${version}（docker version），支持到 ${support}`,
        },
        wanted: { en: 'a release line that is maintained', 'zh-CN': '仍在维护的版本系列' },
        command:
          'apt-get update && apt-get install --only-upgrade docker-ce docker-ce-cli containerd.io',
      }),
      params: { version },
    });
  },
};
