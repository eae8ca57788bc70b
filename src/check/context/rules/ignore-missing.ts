import { contextPage, wholeCopy } from '../view.ts';
import type { ContextRule } from '../view.ts';

/** Everything is copied and nothing is left out. */
export const ignoreMissing: ContextRule = {
  id: 'CTX-MISSING',
  aliases: {},
  severity: 'medium',
  family: 'dockerignore',
  title: {
    en: 'The whole context is copied and there is no ignore file',
    'zh-CN': '复制了整个构建上下文却没有忽略文件',
  },
  message: {
    en: '"{source}" copies the whole folder, and there is no .dockerignore',
    'zh-CN': '“{source}”复制了整个目录，且没有 .dockerignore',
  },
  why: {
    en: 'The history of the project, keys and settings of the developer and whatever else lies about end up in the image, and each of them makes the build start anew.',
    'zh-CN':
      '项目历史、开发者的密钥与设置以及各种杂物都会进入镜像，且每一处变化都会使构建缓存失效。',
  },
  advice: {
    en: 'Add a .dockerignore that begins with "*" and takes back what the build needs ("!src"), or copy files by name.',
    'zh-CN': '添加以 "*" 开头、再用 "!src" 等行恢复所需内容的 .dockerignore，或按名称复制文件。',
  },
  references: [contextPage],
  bad: ['FROM scratch\nCOPY . /app\n', { files: { 'api/Dockerfile': 'FROM scratch\nADD ./ /\n' } }],
  good: [
    'FROM scratch\nCOPY src /app\nCOPY --from=build . /\n',
    { files: { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.dockerignore': '.git\n' } },
    { files: { Dockerfile: 'FROM scratch\nCOPY . /\n', 'Dockerfile.dockerignore': '*\n!src\n' } },
  ],
  check: (view, answer) => {
    const copy = wholeCopy(view);
    if (copy === undefined)
      answer.notApplicable({
        en: 'nothing copies the whole context',
        'zh-CN': '没有指令复制整个上下文',
      });
    else if (view.ignore === undefined)
      answer.fail({ at: copy.at, params: { source: copy.source } });
  },
};
