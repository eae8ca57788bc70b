import type { CheckRule } from '../../contract.ts';
import { isPrivileged, securityOption, seccompOf, appArmorOf } from '../effective.ts';
import { settingFault, runAgain, shellWord } from '../fault.ts';
import { allowsSocketFamily } from '../seccomp-socket.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** AF_ALG of linux/socket.h. */
const algFamily = 38;

/** First major version of the engine whose default AppArmor profile may deny it; older ones do not. */
const denying = 29;

/** AF_ALG sockets, the way of the kernel flaw CVE-2026-31431, in reach of the container. */
export const algSocket: CheckRule<ContainerView> = {
  id: 'CTR-ALGSOCK',
  aliases: {},
  severity: 'medium',
  family: 'seccomp',
  title: { en: 'Kernel crypto sockets in reach', 'zh-CN': '可访问内核加密套接字' },
  why: {
    en: 'AF_ALG gives any process the crypto code of the kernel, which has had flaws that make root of the host. Hardly a program needs it, and older default profiles let it pass.',
    'zh-CN':
      'AF_ALG 让任何进程都能调用内核加密代码，其漏洞曾可获得主机 root。几乎没有程序需要它，而旧的默认配置未加限制。',
  },
  advice: {
    en: 'Deny the address family 38 in a seccomp profile, or use an engine whose default AppArmor profile has "deny network alg".',
    'zh-CN':
      '在 seccomp 配置中禁止地址族 38，或使用默认 AppArmor 配置含 "deny network alg" 的引擎。',
  },
  references: [
    'https://docs.kernel.org/crypto/userspace-if.html',
    'https://github.com/moby/profiles',
  ],
  bad: [
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp=unconfined", "apparmor=unconfined"]}}',
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "daemon": {"SecurityOptions": ["name=seccomp,profile=default"], "ServerVersion": "20.10.24"}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp={\\"defaultAction\\":\\"SCMP_ACT_ERRNO\\",\\"syscalls\\":[{\\"names\\":[\\"socket\\"],\\"action\\":\\"SCMP_ACT_ALLOW\\"}]}", "apparmor=unconfined"]}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp={\\"defaultAction\\":\\"SCMP_ACT_ERRNO\\",\\"syscalls\\":[{\\"names\\":[\\"read\\"],\\"action\\":\\"SCMP_ACT_ALLOW\\"}]}"]}}',
    '{"Name": "/web", "HostConfig": {"SecurityOpt": ["seccomp={\\"defaultAction\\":\\"SCMP_ACT_ERRNO\\",\\"syscalls\\":[{\\"names\\":[\\"socket\\"],\\"action\\":\\"SCMP_ACT_ALLOW\\",\\"args\\":[{\\"index\\":0,\\"value\\":2,\\"op\\":\\"SCMP_CMP_LE\\"}]}]}", "apparmor=unconfined"]}}',
    '{"Name": "/web", "HostConfig": {"NetworkMode": "none"}}',
  ],
  check: (view, answer) => {
    const own = securityOption(view, 'seccomp');
    const filter = seccompOf(view);
    const profile =
      own !== undefined && own.startsWith('{') && !isPrivileged(view)
        ? allowsSocketFamily(own, algFamily)
        : undefined;
    if (profile === false)
      return answer.passed({
        en: 'the seccomp profile denies AF_ALG',
        'zh-CN': 'seccomp 配置禁止 AF_ALG',
      });
    const armour = appArmorOf(view);
    const major = Number(/^(\d{1,4})\./.exec(view.daemon?.version ?? '')?.[1] ?? Number.NaN);
    const open =
      filter.state === 'none' ||
      profile === true ||
      (filter.state === 'default' && major < denying);
    const guarded =
      armour.state === 'default'
        ? !(major < denying)
        : armour.state === 'custom' || armour.state === 'unknown';
    if (!open || guarded)
      return answer.needsHuman({
        en: `Profiles differ by release. docker run --rm ${shellWord(textOf(view.config['Image']) ?? 'IMAGE')} with a program that calls socket(38, 5, 0): wanted is "Permission denied"`,
        'zh-CN': `各版本的配置不同。在 docker run --rm ${shellWord(textOf(view.config['Image']) ?? 'IMAGE')} 中运行调用 socket(38, 5, 0) 的程序：应得到 "Permission denied"`,
      });
    answer.fail(
      settingFault(view, {
        pointer: filter.pointer,
        observed: `seccomp ${filter.state}, AppArmor ${armour.state}`,
        wanted: { en: 'a profile that denies address family 38', 'zh-CN': '禁止地址族 38 的配置' },
        command: runAgain(view, '--security-opt seccomp=PROFILE.json'),
      }),
    );
  },
};
