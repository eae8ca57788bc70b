import { filled } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { settingOf, sourcesText } from '../settings.ts';
import { daemonFault, configure } from '../fault.ts';
import type { DaemonView } from '../view.ts';

/** The filter that containers get by default. */
export const daemonSeccomp: CheckRule<DaemonView> = {
  id: 'DMN-SECCOMP',
  aliases: { 'docker-bench': ['2.17'] },
  severity: 'low',
  level: 'default',
  family: 'seccomp',
  title: { en: 'Default seccomp profile replaced', 'zh-CN': '替换了默认 seccomp 配置' },
  why: {
    en: 'Another default for all containers may allow more than the built-in one.',
    'zh-CN': '所有容器共用的其他默认配置可能比内置的更宽松。',
  },
  advice: {
    en: 'Remove seccomp-profile, or compare it with the built-in one.',
    'zh-CN': '去掉 seccomp-profile，或与内置配置比较。',
  },
  references: ['https://docs.docker.com/engine/security/seccomp/'],
  bad: [
    '{"seccomp-profile": "unconfined"}',
    '{"info": {"value": {"SecurityOptions": ["name=apparmor"]}}}',
    '{"info": {"value": {"SecurityOptions": ["name=seccomp,profile=unconfined"]}}}',
  ],
  good: [
    '{}',
    '{"info": {"value": {"SecurityOptions": ["name=seccomp,profile=default"]}}}',
    '{"seccomp-profile": "/etc/docker/seccomp.json"}',
  ],
  check: (view, answer) => {
    const setting = settingOf(view, 'seccomp-profile');
    const said = sourcesText(view, 'seccomp-profile', setting);
    if (setting.state === 'unread') return answer.couldNotRead(said);
    if (setting.value === 'builtin' || setting.value === '') return answer.passed(said);
    if (setting.value !== 'unconfined' && setting.value !== 'none')
      return answer.needsHuman(
        filled(
          {
            en: '{said}: plimsoll check {file}, look for calls that the built-in profile denies',
            'zh-CN': '{said}：plimsoll check {file}，查看内置配置禁止的调用',
          },
          { said, file: String(setting.value) },
        ),
      );
    const command = configure(view, 'seccomp-profile', {
      json: '"builtin"',
      byCommandLine: setting.sources[0]?.from === 'command line',
    });
    answer.fail({
      ...daemonFault(view, {
        name: 'seccomp-profile',
        observed: said,
        wanted: { en: 'the built-in profile', 'zh-CN': '内置配置' },
        command,
      }),
      severity: 'high',
    });
  },
};
