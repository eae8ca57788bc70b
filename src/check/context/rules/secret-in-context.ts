import { secretFile } from '../../../secrets/index.ts';
import type { Answer } from '../../contract.ts';
import { contextPage, copyTaking } from '../view.ts';
import type { ContextRule, ContextView } from '../view.ts';

/** Faults of one context that are told one by one. */
const most = 50;

/** A key or a password that the build takes in. */
export const secretInContext: ContextRule = {
  id: 'CTX-SECRET-IN-CONTEXT',
  aliases: {},
  severity: 'high',
  family: 'dockerignore',
  title: {
    en: 'A file that holds credentials reaches the image',
    'zh-CN': '含有凭据的文件会进入镜像',
  },
  message: {
    en: '"{source}" copies {path} ({what})',
    'zh-CN': '“{source}”会复制 {path}（{what}）',
  },
  why: {
    en: 'Whoever pulls the image has the file, a later "rm" does not take it out of its layer.',
    'zh-CN': '任何拉取镜像的人都会得到该文件，之后的 "rm" 无法把它从镜像层中删除。',
  },
  advice: {
    en: 'Exclude the file in .dockerignore; hand credentials to the build with "RUN --mount=type=secret".',
    'zh-CN': '在 .dockerignore 中排除该文件；构建所需凭据用 "RUN --mount=type=secret" 传入。',
  },
  references: [contextPage, 'https://docs.docker.com/build/building/secrets/'],
  bad: [
    { files: { Dockerfile: 'FROM scratch\nCOPY . /app\n', 'conf/id_rsa': 'x' } },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY .env* /app/\n',
        '.env': 'A=1',
        '.dockerignore': '.git\n',
      },
    },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY . /\n',
        '.git/HEAD': 'ref: x',
        '.dockerignore': '*.md\n',
      },
    },
  ],
  good: [
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY . /app\n',
        'conf/id_rsa': 'x',
        '.dockerignore': '**/id_rsa\n.git\n',
      },
    },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY src /app\n',
        '.env': 'A=1',
        '.git/HEAD': 'x',
        'src/.env.example': 'A=',
      },
    },
    { files: { Dockerfile: 'FROM scratch\nCOPY --exclude=**/*.pem . /app\n', 'tls.pem': 'x' } },
  ],
  check: (view, answer) => {
    if (view.dockerfiles.length === 0) {
      answer.notApplicable({
        en: 'there is no Dockerfile in the context',
        'zh-CN': '上下文中没有 Dockerfile',
      });
      return;
    }
    const found = view
      .files()
      .flatMap(({ path }) => {
        const known = secretFile(path);
        return known === undefined
          ? []
          : [{ path, what: known.title.en, zh: known.title['zh-CN'] }];
      })
      .filter(({ path }) => !view.decide(path).excluded);
    const history = { path: '.git', what: 'history of the project', zh: '项目历史' };
    if (view.has('.git/HEAD') && !view.decide('.git/HEAD').excluded) found.unshift(history);
    for (const one of found.slice(0, most)) tell(view, answer, one);
    if (found.length > most)
      answer.needsHuman({
        en: `${found.length - most} more files of this kind`,
        'zh-CN': `另有 ${found.length - most} 个此类文件`,
      });
  },
};

function tell(
  view: ContextView,
  answer: Answer,
  { path, what, zh }: { readonly path: string; readonly what: string; readonly zh: string },
): void {
  const copy = copyTaking(view, path === '.git' ? '.git/HEAD' : path);
  if (copy === undefined) return;
  const { folder } = view;
  const file = { path: folder === '.' ? path : `${folder}/${path}` };
  answer.fail({
    at: copy.at,
    also: [{ file }],
    message: {
      en: `"{source}" copies {path} (${what})`,
      'zh-CN': `“{source}”会复制 {path}（${zh}）`,
    },
    params: { source: copy.source, path },
  });
}
