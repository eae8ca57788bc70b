import { hostPathOf, isEngineSocket, isHarmlessFile, sensitiveFolder } from '../host-paths.ts';
import { itemPlaces, member, membersOf, placeOf, textOf } from '../part.ts';
import type { ComposeService } from '../services.ts';
import type { Answer } from '../../contract.ts';
import { attackSurfacePage, composePage, eachService, wholeProject } from '../view.ts';
import type { ComposeRule, ComposeView } from '../view.ts';

function mountsOfHost(service: ComposeService, answer: Answer): void {
  for (const { type, source, readOnly, part, sourcePart } of service.mounts) {
    if (type !== 'bind' || source === undefined) continue;
    const path = hostPathOf(source);
    const folder = sensitiveFolder(path);
    if (folder === undefined || isEngineSocket(path) || (readOnly && isHarmlessFile(path)))
      continue;
    const shown = { service: service.name, subject: service.name, source: path };
    answer.fail({ ...itemPlaces(sourcePart === part ? part : sourcePart), params: shown });
  }
}

/** Volumes that stand for a directory of the host. */
function volumesOfHost({ project }: ComposeView, answer: Answer): void {
  for (const [name, volume] of membersOf(member(project.root, 'volumes'))) {
    for (const key of ['device', 'mountpoint']) {
      const part = member(volume, 'driver_opts', key);
      const path = hostPathOf(textOf(part) ?? '');
      if (part === undefined || sensitiveFolder(path) === undefined) continue;
      answer.fail({ at: placeOf(part), params: { service: '', subject: name, source: path } });
    }
  }
}

/** A directory of the system within a container. */
export const hostDirectory: ComposeRule = {
  id: 'CMP-HOSTDIR',
  aliases: {
    kics: ['c/volume_has_sensitive_host_directory'],
  },
  severity: 'high',
  family: 'host-paths',
  title: { en: 'A sensitive directory of the host is mounted', 'zh-CN': '挂载了主机的敏感目录' },
  message: {
    en: '{subject} mounts the directory {source} of the host',
    'zh-CN': '{subject} 挂载了主机目录 {source}',
  },
  why: {
    en: 'Written to, directories of the system change what the host runs; read, they give away keys, passwords and other containers.',
    'zh-CN': '可写时，系统目录能改变主机运行的内容；可读时，会泄露密钥、密码和其他容器的数据。',
  },
  advice: {
    en: 'Mount the one file that is needed, read-only, or use a named volume.',
    'zh-CN': '只挂载所需的单个文件并设为只读，或使用命名卷。',
  },
  references: [composePage, attackSurfacePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - /etc:/host/etc:ro
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - type: bind
        source: /
        target: /host
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - data:/data
volumes:
  data:
    driver_opts: {type: none, o: bind, device: /var/lib/docker}
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - ./etc:/etc/app
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - /etc/localtime:/etc/localtime:ro
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - type: volume
        source: etc
        target: /etc/app
volumes:
  etc:
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - /srv/www:/www
`,
  ],
  check: (view, answer) => {
    if (view.service === undefined) wholeProject(volumesOfHost)(view, answer);
    else eachService(mountsOfHost)(view, answer);
  },
};
