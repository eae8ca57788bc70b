import type { CheckRule } from '../../contract.ts';
import { judgeMarks } from '../content-rule.ts';
import type { ImageView } from '../view.ts';

/** An SSH server among the files, with its settings or keys. */
export const imageSshServer: CheckRule<ImageView> = {
  id: 'IMG-SSHD',
  aliases: {},
  severity: 'medium',
  family: 'ssh',
  title: { en: 'SSH server installed', 'zh-CN': '安装了 SSH 服务' },
  why: {
    en: 'Host keys in an image are the same in every container and known to everybody who pulls; the server is a second way in.',
    'zh-CN': '镜像中的主机密钥在所有容器中相同且为人所知；该服务还是额外的入口。',
  },
  advice: {
    en: 'Leave openssh-server out; use docker exec.',
    'zh-CN': '不要安装 openssh-server；使用 docker exec。',
  },
  references: ['https://man.openbsd.org/sshd'],
  bad: ['{"Config": {}, "content": {"value": [{"kind": "ssh-server", "path": "usr/sbin/sshd"}]}}'],
  good: ['{"Config": {}, "content": {"value": []}}', '{"Config": {}}'],
  check: (view, answer) => {
    judgeMarks(view, answer, {
      kind: 'ssh-server',
      wanted: { en: 'no server, settings or host keys', 'zh-CN': '没有服务器、设置或主机密钥' },
    });
  },
};
