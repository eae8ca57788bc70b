import { callsOf } from '../calls.ts';
import { aptGet } from '../managers.ts';
import { practicesPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { place } from '../view.ts';

/** The whole system is upgraded while building. */
export const distUpgrade: DockerfileRule = {
  id: 'DF-DIST-UPGRADE',
  aliases: { trivy: ['DS-0024'], dockle: ['DKL-DI-0003'] },
  severity: 'high',
  title: { en: 'The whole system is upgraded while building', 'zh-CN': '构建时升级整个系统' },
  message: {
    en: '"{command}" replaces packages of the base image',
    'zh-CN': '“{command}”会替换基础镜像中的软件包',
  },
  why: {
    en: 'Packages of the base image are replaced at every build by what is newest, major changes included; the base image is what should be newer.',
    'zh-CN': '每次构建都会以最新版替换基础镜像的软件包，包括重大变更；应更新的是基础镜像。',
  },
  advice: {
    en: 'Take a newer base image, and install single fixes by name.',
    'zh-CN': '换用更新的基础镜像，并按名称安装个别修复。',
  },
  references: [practicesPage('apt-get')],
  bad: [
    `FROM debian:12
RUN apt-get update && apt-get dist-upgrade -y
`,
  ],
  good: [
    `FROM debian:12
RUN apt-get update && apt-get install -y curl
`,
    `FROM debian:12
RUN apt-get upgrade-check
`,
  ],
  check: (view, { fail }) => {
    for (const call of callsOf(view, aptGet.program, 'dist-upgrade', 'full-upgrade'))
      fail({
        at: place(view, call.command),
        params: { command: `${call.command.name} ${call.verb}` },
      });
  },
};
