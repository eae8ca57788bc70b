import type { CheckRule } from '../../contract.ts';
import { judgeFiles } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** An SSH server among the files, with its settings or keys. */
export const imageSshServer: CheckRule<ImageView> = {
  id: 'IMG-SSHD',
  aliases: {},
  severity: 'medium',
  family: 'ssh',
  title: { en: 'SSH server installed', 'zh-CN': '安装了 SSH 服务' },
  message: {
    en: '{image} brings an SSH server ({count} files)',
    'zh-CN': '{image} 自带 SSH 服务（{count} 个文件）',
  },
  why: {
    en: 'Host keys in an image are the same in every container and known to everybody who pulls; the server is a second way in.',
    'zh-CN': '镜像中的主机密钥在所有容器中相同且为人所知；该服务还是额外的入口。',
  },
  advice: {
    en: 'Leave openssh-server out; use docker exec.',
    'zh-CN': '不要安装 openssh-server；使用 docker exec。',
  },
  references: ['https://man.openbsd.org/sshd'],
  bad: [
    '{"Config": {}, "content": {"value": {"sshServer": ["usr/sbin/sshd", "etc/ssh/ssh_host_rsa_key"]}}}',
  ],
  good: ['{"Config": {}, "content": {"value": {"sshServer": []}}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeFiles(view, answer, {
      of: (content) => content.sshServer,
      wanted: 'no server, settings or host keys',
    });
  },
};
