import { contextPage, ignoreLine, wholeCopy } from '../view.ts';
import type { ContextRule, ContextView } from '../view.ts';

/** What hardly an image needs: a path that stands for it, the pattern to add, and when it matters. */
const recommended: readonly {
  readonly probe: string;
  readonly pattern: string;
  readonly when?: (view: ContextView) => boolean;
  /** Counts by itself only for the careful: a file of that kind that is there is told in any case. */
  readonly precaution?: true;
}[] = [
  { probe: '.git/config', pattern: '.git' },
  { probe: '.env', pattern: '**/.env' },
  { probe: 'certificates/server.pem', pattern: '**/*.pem', precaution: true },
  { probe: 'certificates/server.key', pattern: '**/*.key', precaution: true },
  {
    probe: 'node_modules/x/package.json',
    pattern: '**/node_modules',
    when: ({ has }) => has('package.json'),
  },
];

/** An ignore file that forgets the usual. */
export const notExcluded: ContextRule = {
  id: 'CTX-NOT-EXCLUDED',
  aliases: {},
  severity: 'low',
  family: 'dockerignore',
  title: {
    en: 'The ignore file lets through what hardly an image needs',
    'zh-CN': '忽略文件放行了镜像通常不需要的内容',
  },
  message: {
    en: '{file} does not exclude {patterns}',
    'zh-CN': '{file} 未排除 {patterns}',
  },
  why: {
    en: 'The whole context is copied: a key or environment file that somebody puts beside the Dockerfile tomorrow is in the next image.',
    'zh-CN': '复制了整个上下文：明天有人在 Dockerfile 旁放一个密钥或环境文件，下个镜像里就会有它。',
  },
  advice: {
    en: 'Add the patterns, or begin the file with "*" and take back what the build needs.',
    'zh-CN': '加入这些模式，或以 "*" 开头再恢复构建所需内容。',
  },
  references: [contextPage],
  bad: [
    { files: { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.dockerignore': '*.md\n' } },
    {
      files: {
        Dockerfile: 'FROM node:24\nCOPY . /app\n',
        'package.json': '{}',
        '.dockerignore': '.git\n**/.env\n**/*.pem\n**/*.key\n',
      },
    },
  ],
  good: [
    { files: { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.dockerignore': '*\n!src\n' } },
    {
      files: {
        Dockerfile: 'FROM scratch\nCOPY . /app\n',
        '.dockerignore': '.git\n**/.env\n**/*.pem\n**/*.key\n',
      },
    },
    { files: { Dockerfile: 'FROM scratch\nCOPY src /app\n', '.dockerignore': '*.md\n' } },
  ],
  check: (view, answer) => {
    const { ignore } = view;
    if (ignore === undefined || wholeCopy(view) === undefined) {
      answer.notApplicable({
        en: 'there is no ignore file, or nothing copies the whole context',
        'zh-CN': '没有忽略文件，或没有指令复制整个上下文',
      });
      return;
    }
    const open = recommended.filter(
      ({ probe, when }) => when?.(view) !== false && !view.decide(probe).excluded,
    );
    const missing = open.map(({ pattern }) => pattern);
    if (missing.length === 0) return;
    const end = ignore.text.length;
    const lineEnd = ignore.text.includes('\r\n') ? '\r\n' : '\n';
    const lead = ignore.text === '' || ignore.text.endsWith('\n') ? '' : lineEnd;
    const text = lead + missing.map((one) => one + lineEnd).join('');
    answer.fail({
      at: ignoreLine(ignore, 1),
      params: { file: ignore.path, patterns: missing.join(', ') },
      ...(open.every(({ precaution }) => precaution === true) && { level: 'strict' }),
      edits: [{ path: ignore.path, start: end, end, text }],
    });
  },
};
