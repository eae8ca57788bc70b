import { appArmorPage, lineAt } from '../apparmor.ts';
import type { AppArmorRuleCheck } from '../apparmor.ts';

/** Profiles that engines make and load themselves. */
const taken: ReadonlyMap<string, string> = new Map([
  ['docker-default', 'dockerd'],
  ['cri-containerd.apparmor.d', 'containerd'],
  ['crio-default', 'CRI-O'],
  ['containers-default', 'Podman'],
]);

/** A name that belongs to the engine. */
export const appArmorName: AppArmorRuleCheck = {
  id: 'PROF-APPARMOR-NAME',
  aliases: {},
  severity: 'medium',
  family: 'apparmor',
  title: {
    en: "The AppArmor profile has the name of the engine's own",
    'zh-CN': 'AppArmor 配置与引擎自带配置同名',
  },
  message: {
    en: '"{name}" is the profile that {engine} loads itself: one of the two replaces the other',
    'zh-CN': '"{name}" 是 {engine} 自行加载的配置名称:二者会互相覆盖',
  },
  why: {
    en: 'The engine loads its profile when it starts, unless one of that name is there. So it depends on what was loaded first which rules hold, for every container on the host that names no other profile.',
    'zh-CN':
      '引擎启动时加载自己的配置,若同名配置已存在则不加载。于是究竟哪套规则生效取决于加载先后,并影响主机上所有未指定配置的容器。',
  },
  advice: {
    en: 'Give the profile a name of its own, and name it with --security-opt apparmor=NAME.',
    'zh-CN': '为配置取独立的名称,并用 --security-opt apparmor=名称 指定。',
  },
  references: [appArmorPage],
  bad: [
    '#include <tunables/global>\nprofile docker-default flags=(attach_disconnected,mediate_deleted) {\n  #include <abstractions/base>\n  # may read it\n  /usr/bin/docker r,\n}\n',
  ],
  good: [
    'profile docker-shop flags=(attach_disconnected) {\n  /usr/bin/docker r,\n}\n',
    'profile "shop" {\n  signal (receive) peer=docker-default,\n}\n',
  ],
  check: (view, answer) => {
    const { name, startLine } = view.profile;
    const engine = taken.get(name);
    if (engine !== undefined)
      answer.fail({ at: lineAt(view, startLine), params: { name, engine } });
  },
};
