import type { CheckRule } from '../../contract.ts';
import { answerItems } from '../items.ts';
import { benchmarkFiles, judgeFile } from '../benchmark-files.ts';
import { pathsOf } from '../tls-files.ts';
import { fileOf } from '../view.ts';
import type { ItemState } from '../items.ts';
import type { HostView } from '../view.ts';

/** Owners and permissions of the files Docker is set up by. */
export const dockerFiles: CheckRule<HostView> = {
  id: 'DMN-FILES',
  aliases: {
    'docker-bench': [
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '3.5',
      '3.6',
      '3.7',
      '3.8',
      '3.9',
      '3.10',
      '3.11',
      '3.12',
      '3.13',
      '3.14',
      '3.15',
      '3.16',
      '3.17',
      '3.18',
      '3.19',
      '3.20',
      '3.21',
      '3.22',
      '3.23',
      '3.24',
    ],
  },
  severity: 'medium',
  family: 'file-perms',
  title: { en: 'Docker files open to others', 'zh-CN': 'Docker 文件权限过宽' },
  message: {
    en: '{path} can be changed or read by more than root',
    'zh-CN': '{path} 可被 root 以外的用户更改或读取',
  },
  why: {
    en: 'Who may write one of these files decides how the daemon starts; who reads the key speaks as the daemon.',
    'zh-CN': '能写入这些文件者决定守护进程如何启动；能读取密钥者可冒充守护进程。',
  },
  advice: {
    en: 'Give the file to root and take the rights of others away.',
    'zh-CN': '将文件归属 root，并去掉其他用户的权限。',
  },
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  bad: [
    '{"files": {"/etc/docker/daemon.json": {"value": {"mode": "0666", "user": "root", "group": "root"}}}}',
    '{"files": {"/etc/docker": {"value": {"mode": "0755", "user": "ann", "group": "ann"}}}}',
    '{"files": {"/run/docker.sock": {"value": {"mode": "0666", "user": "root", "group": "docker"}}}}',
    '{"files": {"/etc/docker/certs.d/r/ca.crt": {"value": {"mode": "0644", "user": "root", "group": "root"}}}}',
  ],
  good: [
    '{"files": {"/etc/docker/daemon.json": {"value": {"mode": "0600", "user": "root", "group": "root"}}, "/run/docker.sock": {"value": {"mode": "0660", "user": "root", "group": "docker"}}}}',
    '{"files": {"/etc/docker/daemon.json": {"absent": true}}}',
    '{"rootless": true, "files": {"/etc/docker": {"value": {"mode": "0755", "user": "ann", "group": "ann"}}}}',
  ],
  check: (view, answer) => {
    if (view.rootless)
      return answer.notApplicable({
        en: 'a rootless daemon is set up by files of its user',
        'zh-CN': 'rootless 守护进程由其用户的文件配置',
      });
    if (view.files.size === 0)
      return answer.notApplicable({ en: 'files were not asked for', 'zh-CN': '未查询文件' });
    const items = benchmarkFiles.flatMap((row): readonly ItemState[] => {
      const paths = pathsOf(row, view);
      const seen = paths
        .map((path) => ({ path, fact: fileOf(view, path) }))
        .filter(({ fact }) => fact.state !== 'unread' || fact.code !== 'NOT_ASKED');
      const judged = seen.flatMap(({ path, fact }): readonly ItemState[] => {
        if (fact.state === 'absent') return [];
        if (fact.state === 'unread')
          return [row.owner, row.permissions].map((item) => ({
            item,
            state: 'could-not-read',
            path,
            observed: fact.code,
            wanted: '',
          }));
        return judgeFile(row, path, fact.value).map((one) => ({
          ...one,
          state: one.good ? 'pass' : 'fail',
        }));
      });
      if (judged.length > 0) return judged;
      return [row.owner, row.permissions].map((item) => ({
        item,
        state: 'not-applicable',
        path: row.paths[0] ?? '',
        observed: { en: 'is not there', 'zh-CN': '不存在' },
        wanted: '',
      }));
    });
    answerItems(answer, items);
  },
};
