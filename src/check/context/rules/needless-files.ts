import { contextPage, copyTaking } from '../view.ts';
import type { ContextRule } from '../view.ts';

/** Files that no program needs to run: of systems, editors, caches and tests. */
const needless =
  /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.coverage|npm-debug\.log|core\.\d+|[^/]+\.(?:swp|swo|pyc|iso|vmdk|qcow2))$|(?:^|\/)(?:\.idea|\.vscode|\.svn|\.hg|\.terraform|\.pytest_cache|\.mypy_cache|__pycache__|\.gradle|\.nyc_output|\.vagrant)\//;

/** A context that is large or full of what nobody needs. */
export const needlessFiles: ContextRule = {
  id: 'CTX-SIZE',
  aliases: { dockle: ['DKL-LI-0003'] },
  severity: 'low',
  level: 'strict',
  family: 'dockerignore',
  title: {
    en: 'The build context is large, or holds files that no image needs',
    'zh-CN': '构建上下文过大，或含有镜像不需要的文件',
  },
  message: {
    en: '"{source}" copies {count} files that no image needs, {path} among them',
    'zh-CN': '“{source}”会复制 {count} 个镜像不需要的文件，例如 {path}',
  },
  why: {
    en: 'Each build sends it, each image keeps it, and each change of it makes the build start anew.',
    'zh-CN': '每次构建都要发送，每个镜像都会保留，且任何变化都会使缓存失效。',
  },
  advice: {
    en: 'Exclude it in .dockerignore; "plimsoll check context DIR" lists what is sent.',
    'zh-CN': '在 .dockerignore 中排除；“plimsoll check context 目录”可列出发送的内容。',
  },
  references: [contextPage],
  options: { megabytes: 500 },
  bad: [
    { files: { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.DS_Store': 'x', 'src/a.swp': 'x' } },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY src /app\n',
        'src/__pycache__/a.pyc': 'x',
        '.dockerignore': '.git\n',
      },
    },
  ],
  good: [
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY . /app\n',
        '.DS_Store': 'x',
        '.dockerignore': '.DS_Store\n',
      },
    },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY src /app\n',
        '.idea/a.xml': 'x',
        'src/main.py': 'x',
      },
    },
  ],
  check: (view, answer) => {
    const [dockerfile] = view.dockerfiles;
    if (dockerfile === undefined) {
      answer.notApplicable({
        en: 'there is no Dockerfile in the context',
        'zh-CN': '上下文中没有 Dockerfile',
      });
      return;
    }
    const sent = view.files().filter(({ path }) => !view.decide(path).excluded);
    const copied = sent.filter(({ path }) => needless.test(path));
    const first = copied.find(({ path }) => copyTaking(view, path) !== undefined);
    const copy = first === undefined ? undefined : copyTaking(view, first.path);
    if (first !== undefined && copy !== undefined) {
      const count = copied.filter(({ path }) => copyTaking(view, path) !== undefined).length;
      answer.fail({ at: copy.at, params: { source: copy.source, count, path: first.path } });
    }
    const megabytes = Math.round(sent.reduce((sum, { size }) => sum + size, 0) / 1_000_000);
    if (megabytes > Number(answer.option('megabytes'))) {
      const at = { file: { path: dockerfile.path, startLine: 1, endLine: 1 } };
      answer.fail({ at, message: large, params: { folder: view.folder, megabytes } });
    }
  },
};

const large = {
  en: 'The build context "{folder}" has {megabytes} MB',
  'zh-CN': '构建上下文“{folder}”有 {megabytes} MB',
};
