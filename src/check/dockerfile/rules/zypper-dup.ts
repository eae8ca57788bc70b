import { callsOf } from '../calls.ts';
import { zypper } from '../managers.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** zypper upgrades the whole distribution while building. */
export const zypperDup: DockerfileRule = {
  id: 'DF-ZYPPER-DUP',
  aliases: { hadolint: ['DL3035'] },
  severity: 'medium',
  title: {
    en: 'zypper upgrades the whole distribution while building',
    'zh-CN': '构建时用 zypper 升级整个发行版',
  },
  why: {
    en: 'Packages of the base image are replaced at every build by what is newest; the base image is what should be newer.',
    'zh-CN': '每次构建都以最新版替换基础镜像的软件包；应更新的是基础镜像。',
  },
  advice: {
    en: 'Take a newer base image, and install single fixes by name.',
    'zh-CN': '换用更新的基础镜像，并按名称安装个别修复。',
  },
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  bad: [
    `FROM opensuse/leap:15.6
RUN zypper -n dup
`,
    `FROM opensuse/leap:15.6
RUN zypper dist-upgrade -y
`,
  ],
  good: [
    `FROM opensuse/leap:15.6
RUN zypper -n install httpd
`,
    `FROM opensuse/leap:15.6
RUN zypper -n patch
`,
  ],
  check: (view, { fail }) => {
    for (const call of callsOf(view, zypper.program, 'dup', 'dist-upgrade'))
      fail({ at: place(view, call.command) });
  },
};
