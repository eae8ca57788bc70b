import type { CheckRule } from '../../contract.ts';
import { securityOption, daemonSecurity } from '../effective.ts';
import { settingFault, runAgain, shown } from '../fault.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** The SELinux label in force, where the daemon uses SELinux. */
export const seLinux: CheckRule<ContainerView> = {
  id: 'CTR-SELINUX',
  aliases: { 'docker-bench': ['5.3'] },
  severity: 'medium',
  family: 'selinux',
  title: { en: 'No SELinux label', 'zh-CN': '没有 SELinux 标签' },
  why: {
    en: 'Labels keep a container from files and processes of the host even when its root escapes other limits.',
    'zh-CN': '即使容器的 root 突破了其他限制，标签仍能阻止其接触主机的文件与进程。',
  },
  advice: {
    en: 'Remove label=disable; give files that it needs the label with :z or :Z on the mount.',
    'zh-CN': '去掉 label=disable；对需要的文件在挂载时用 :z 或 :Z 打标签。',
  },
  references: ['https://docs.docker.com/reference/cli/docker/container/run/#security-opt'],
  bad: [
    '{"inspect": {"Name": "/web", "ProcessLabel": "", "HostConfig": {"SecurityOpt": ["label=disable"]}}, "daemon": {"SecurityOptions": ["name=selinux"]}}',
  ],
  good: [
    '{"inspect": {"Name": "/web", "ProcessLabel": "system_u:system_r:container_t:s0:c1,c2", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=selinux"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {"SecurityOpt": ["label=disable"]}}, "daemon": {"SecurityOptions": ["name=apparmor"]}}',
  ],
  check: (view, answer) => {
    if (view.daemon === undefined)
      return answer.notApplicable({
        en: 'nothing says whether the daemon uses SELinux',
        'zh-CN': '无从得知守护进程是否使用 SELinux',
      });
    if (daemonSecurity(view, 'selinux') === undefined)
      return answer.notApplicable({
        en: 'the daemon does not use SELinux',
        'zh-CN': '守护进程未使用 SELinux',
      });
    const label = textOf(view.inspect['ProcessLabel']);
    if (label !== undefined && securityOption(view, 'label') !== 'disable')
      return answer.passed({ en: `label ${shown(label)}`, 'zh-CN': `标签 ${shown(label)}` });
    answer.fail(
      settingFault(view, {
        pointer: '/ProcessLabel',
        observed: label ?? 'none',
        wanted: { en: 'a label', 'zh-CN': '标签' },
        command: runAgain(view, '--security-opt label=type:container_t'),
      }),
    );
  },
};
