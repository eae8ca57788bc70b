import type { CheckRule } from '../../contract.ts';
import { configFault } from '../fault.ts';
import { valueOf } from '../../fact.ts';
import type { ImageView } from '../view.ts';

/** Packages that a service at run time does not need and an intruder does. */
const unneeded: ReadonlySet<string> = new Set([
  'gcc',
  'g++',
  'make',
  'gdb',
  'strace',
  'nmap',
  'netcat',
  'netcat-openbsd',
  'netcat-traditional',
  'ncat',
  'socat',
  'tcpdump',
  'telnet',
  'inetutils-telnet',
  'ftp',
  'rsh-client',
  'openssh-server',
  'hydra',
  'john',
]);

/** Packages that help an intruder, images that are large or old. */
export const unneededPackages: CheckRule<ImageView> = {
  id: 'IMG-UNNECESSARY-PKG',
  aliases: {
    'docker-bench': ['4.3'],
    kyverno: ['block-large-images', 'block-stale-images', 'block-images-with-volumes'],
  },
  severity: 'low',
  family: 'minimal',
  title: { en: 'Unneeded packages, large or stale image', 'zh-CN': '多余的软件包、镜像过大或过旧' },
  why: {
    en: 'Compilers, network tools and old packages serve whoever gets in.',
    'zh-CN': '编译器、网络工具与旧软件包只对入侵者有用。',
  },
  advice: {
    en: 'Build in one stage and run in another that has only the program; rebuild monthly.',
    'zh-CN': '分阶段构建，最终阶段只含程序；每月重建。',
  },
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  options: { megabytes: 1500, days: 365 },
  bad: [
    '{"Config": {}, "packages": {"value": ["bash", "netcat-openbsd", "gcc"]}}',
    '{"Config": {}, "Size": 3000000000}',
    '{"Config": {}, "ageDays": 800}',
  ],
  good: [
    '{"Config": {}, "Size": 50000000, "ageDays": 10}',
    '{"Config": {}, "packages": {"value": ["bash", "libc6"]}}',
  ],
  check: (view, answer) => {
    const megabytes = Math.round((view.size ?? 0) / 1e6);
    const most = Number(answer.option('megabytes'));
    if (megabytes > most)
      answer.fail({
        ...configFault(view, '/Size', {
          observed: `${megabytes} MB`,
          wanted: { en: `at most ${most} MB`, 'zh-CN': `最多 ${most} MB` },
        }),
        message: { en: `Image of ${megabytes} MB`, 'zh-CN': `镜像大小为 ${megabytes} MB` },
      });
    const days = view.ageDays;
    const oldest = Number(answer.option('days'));
    if (days !== undefined && days > oldest)
      answer.fail({
        ...configFault(view, '/Created', {
          observed: { en: `${days} days ago`, 'zh-CN': `${days} 天前` },
          wanted: { en: `at most ${oldest} days`, 'zh-CN': `最多 ${oldest} 天` },
          command: 'docker build --pull --no-cache .',
        }),
        message: { en: `Image built ${days} days ago`, 'zh-CN': `镜像构建于 ${days} 天前` },
      });
    const tools = (valueOf(view.packages) ?? []).filter((name) => unneeded.has(name));
    if (tools.length > 0)
      answer.fail({
        ...configFault(view, '/packages', {
          observed: tools.join(', '),
          wanted: { en: 'only what the program needs', 'zh-CN': '仅程序所需的端口' },
        }),
        message: {
          en: `Packages that help an intruder: ${tools.join(', ')}`,
          'zh-CN': `对入侵者有用的软件包：${tools.join('、')}`,
        },
      });
    if (view.size === undefined && days === undefined && view.packages === undefined)
      answer.notApplicable({
        en: 'neither size, age nor packages are known',
        'zh-CN': '大小、时间和软件包均未知',
      });
  },
};
