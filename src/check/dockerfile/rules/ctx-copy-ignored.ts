import { ignoreMatcher } from '../../../formats/dockerignore.ts';
import { buildCheckPage } from '../rule.ts';
import type { DockerfileRule } from '../rule.ts';
import { instructions, place } from '../view.ts';

/** A file is copied that the ignore file keeps out of the context. Only what is named in full is looked at; wildcards match what is there. */
export const ctxCopyIgnored: DockerfileRule = {
  id: 'CTX-COPY-IGNORED',
  aliases: { buildkit: ['CopyIgnoredFile'] },
  severity: 'medium',
  family: 'dockerignore',
  title: {
    en: 'A file is copied that the ignore file keeps out of the context',
    'zh-CN': '复制的文件已被忽略文件排除在构建上下文之外',
  },
  message: {
    en: '"{path}" is copied, but {file} keeps it out of the build context',
    'zh-CN': '复制了“{path}”，但 {file} 已将其排除在构建上下文之外',
  },
  why: {
    en: 'The builder does not have the file: the build fails, or a wildcard silently copies less.',
    'zh-CN': '构建器拿不到该文件：构建失败，或通配符悄悄漏掉文件。',
  },
  advice: {
    en: 'Take the file back with a "!" line in the ignore file, or do not copy it.',
    'zh-CN': '在忽略文件中用“!”行恢复该文件，或不再复制它。',
  },
  references: [
    buildCheckPage('copy-ignored-file'),
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  bad: [
    {
      files: {
        Dockerfile: `FROM scratch
COPY secret.txt /
`,
        '.dockerignore': `secret.txt
`,
      },
    },
  ],
  good: [
    {
      files: {
        Dockerfile: `FROM scratch
COPY app.txt /
`,
        '.dockerignore': `secret.txt
`,
      },
    },
    {
      files: {
        Dockerfile: `FROM scratch
COPY . /
COPY --from=x secret.txt /
`,
        '.dockerignore': `secret.txt
`,
      },
    },
    `FROM scratch
COPY secret.txt /
`,
  ],
  check: (view, { fail, notApplicable }) => {
    const { ignore } = view;
    if (ignore === undefined) {
      notApplicable({ en: 'there is no ignore file beside it', 'zh-CN': '旁边没有忽略文件' });
      return;
    }
    const judge = ignoreMatcher(ignore.file.patterns);
    for (const { instruction } of instructions(view, 'COPY', 'ADD')) {
      if (instruction.flags.some(({ name }) => name === 'from')) continue;
      for (const word of instruction.words.slice(0, -1)) {
        const { text } = view.file.expand(instruction, word.text);
        if (text === undefined || /^(?:<<|[a-z]+:\/\/|git@)|[*?[]/.test(text)) continue;
        // A path that runs through ".." ends at the root of the context.
        const path = text.replace(/^(?:\.{0,2}\/)+/, '').replace(/(?<!\/)\/+$/, '');
        const { excluded, by } = judge(path);
        if (path === '' || path === '.' || !excluded) continue;
        const also = by === undefined ? [] : [{ file: { path: ignore.path, startLine: by.line } }];
        const params = { path: word.text, file: ignore.path };
        fail({
          at: place(view, word),
          also,
          params,
          evidence: [
            { en: `excluded by "${by?.written ?? ''}"`, 'zh-CN': `被“${by?.written ?? ''}”排除` },
          ],
        });
      }
    }
  },
};
