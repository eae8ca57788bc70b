import type { AppArmorRule } from '../../../formats/apparmor.ts';
import type { Text } from '../../../model/index.ts';
import { accessOf, appArmorManual, appArmorPage, forbidsWriting, lineAt } from '../apparmor.ts';
import type { AppArmorRuleCheck, AppArmorView } from '../apparmor.ts';

/** Files of the kernel that docker-default forbids to write, one of each tree. */
const kernelFiles: readonly string[] = [
  '/proc/sysrq-trigger',
  '/proc/kcore',
  '/proc/sys/kernel/core_pattern',
  '/sys/firmware/efi/efivars/x',
  '/sys/kernel/security/apparmor/.load',
  '/sys/kernel/uevent_helper',
];

/** What a rule opens, where it opens more than docker-default. */
function excess(view: AppArmorView, rule: AppArmorRule): Text | undefined {
  const { kind, deny, words } = rule;
  if (deny) return undefined;
  if (kind === 'all') return { en: 'everything', 'zh-CN': '一切操作' };
  const bare = words.length === 1;
  if (kind === 'mount' && bare) return { en: 'every mount', 'zh-CN': '任意挂载' };
  if (kind === 'remount' && bare) return { en: 'every remount', 'zh-CN': '任意重新挂载' };
  if (kind === 'pivot_root' && bare) return { en: 'another root folder', 'zh-CN': '更换根目录' };
  if (kind === 'ptrace' && bare)
    return { en: 'tracing processes outside the container', 'zh-CN': '跟踪容器外的进程' };
  if (
    kind === 'change_profile' &&
    (bare || words.some((word) => word === '**' || word === 'unconfined'))
  )
    return { en: 'a change to any profile, also to none', 'zh-CN': '切换到任意配置,甚至无约束' };
  return kind === 'file' ? excessOfFiles(view, rule) : undefined;
}

function excessOfFiles(view: AppArmorView, rule: AppArmorRule): Text | undefined {
  const given = accessOf(rule);
  if (
    given !== undefined &&
    /u(?:x|ix)|U(?:x|ix)/.test(given.access) &&
    !/[pPcC]/.test(given.access)
  )
    return {
      en: `programs without any profile (${given.access})`,
      'zh-CN': `不受任何配置约束地运行程序(${given.access})`,
    };
  const whole = given === undefined || /^\/(?:\*\*|\{,?\*\*,?\}|\{\*\*\})$/.test(given.path);
  if (!whole || (given !== undefined && !/[wa]/.test(given.access))) return undefined;
  const open = kernelFiles.find((path) => !forbidsWriting(view, path));
  if (open === undefined) return undefined;
  return { en: `writing to files of the kernel (${open})`, 'zh-CN': `写入内核文件(${open})` };
}

/** Rules that open what Docker's own profile keeps shut. */
export const appArmorWide: AppArmorRuleCheck = {
  id: 'PROF-APPARMOR-LINT',
  aliases: {},
  severity: 'medium',
  family: 'apparmor',
  title: {
    en: 'The AppArmor profile allows more than docker-default',
    'zh-CN': 'AppArmor 配置比 docker-default 更宽松',
  },
  message: {
    en: 'Profile "{name}" allows {what}, which docker-default forbids',
    'zh-CN': '配置 "{name}" 允许{what},而 docker-default 禁止',
  },
  why: {
    en: "A profile of one's own replaces docker-default. Mounts, tracing, files of the kernel and unconfined programs are ways out of a container, and docker-default shuts them even for root.",
    'zh-CN':
      '自定义配置会取代 docker-default。挂载、进程跟踪、内核文件和无约束程序都是逃逸途径,docker-default 连 root 也一并禁止。',
  },
  advice: {
    en: 'Name the files and mounts that the program needs, or add the deny rules of docker-default for /proc and /sys.',
    'zh-CN': '只列出程序需要的文件和挂载,或加入 docker-default 中针对 /proc 和 /sys 的 deny 规则。',
  },
  references: [appArmorPage, appArmorManual],
  bad: [
    'profile shop {\n  file,\n}\n',
    'profile shop {\n  mount,\n}\n',
    'profile shop {\n  /** rwk,\n}\n',
    'profile shop {\n  /usr/bin/sh Ux,\n}\n',
    'profile shop {\n  change_profile -> **,\n}\n',
  ],
  good: [
    'profile shop {\n  /srv/shop/** rw,\n  deny mount,\n  ptrace (read) peer=shop,\n}\n',
    '@{PROC}=/proc/\nprofile shop {\n  file,\n  deny @{PROC}/** w,\n  deny /sys/** wklx,\n}\n',
    'profile shop {\n  /** r,\n  /usr/bin/sh Pix,\n  mount fstype=tmpfs -> /run/shop/,\n}\n',
  ],
  check: (view, answer) => {
    const { name, rules } = view.profile;
    const { message } = appArmorWide;
    for (const rule of rules) {
      const what = excess(view, rule);
      if (what === undefined || message === undefined) continue;
      const said = (language: 'en' | 'zh-CN'): string =>
        message[language].replace('{what}', what[language]);
      answer.fail({
        at: lineAt(view, rule.line),
        params: { name },
        message: { en: said('en'), 'zh-CN': said('zh-CN') },
      });
    }
  },
};
