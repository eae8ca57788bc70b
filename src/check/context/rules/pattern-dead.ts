import type { IgnorePattern } from '../../../formats/dockerignore.ts';
import { printable } from '../../../model/index.ts';
import { contextPage, ignoreLine } from '../view.ts';
import type { ContextRule } from '../view.ts';

/** A line of an ignore file that does not do what it seems to. */
export const patternDead: ContextRule = {
  id: 'CTX-PATTERN-DEAD',
  aliases: {},
  severity: 'low',
  family: 'dockerignore',
  title: {
    en: 'A pattern of the ignore file has no effect',
    'zh-CN': '忽略文件中的模式不起作用',
  },
  message: {
    en: 'The pattern "{pattern}" has no effect: {reason}',
    'zh-CN': '模式“{pattern}”不起作用：{reason}',
  },
  why: {
    en: 'What is believed to be kept out is sent, and may be copied into the image. Lines that builders do not understand make the build fail.',
    'zh-CN': '以为已排除的内容其实会被发送，并可能复制进镜像。构建器无法理解的行会使构建失败。',
  },
  advice: {
    en: 'Correct or remove the line. Patterns begin at the root of the context, "#" begins a comment only in the first column, and the last line that matches decides.',
    'zh-CN': '改正或删除该行。模式从上下文根目录算起，“#”只有在行首才是注释，最后匹配的一行生效。',
  },
  references: [`${contextPage}#dockerignore-files`],
  bad: [
    { files: { '.dockerignore': '*.log # logs\n' } },
    { files: { '.dockerignore': 'a[\n' } },
    { files: { '.dockerignore': '../secrets\n' } },
    { files: { '.dockerignore': 'docs\n!docs\n' } },
    { files: { '.dockerignore': '!README.md\n*.md\n' } },
  ],
  good: [
    { files: { '.dockerignore': '# comment\n*.md\n!README.md\n' } },
    { files: { '.dockerignore': '*\n!src\nsrc/**/*.test.js\n' } },
    { files: { '.dockerignore': '/build/\nsrc/#notes#\n' } },
  ],
  check: ({ ignore }, answer) => {
    if (ignore === undefined) {
      answer.notApplicable({ en: 'there is no ignore file', 'zh-CN': '没有忽略文件' });
      return;
    }
    const { patterns } = ignore.file;
    patterns.forEach((one, at) => {
      const reason = reasonOf(one, patterns.slice(0, at), patterns.slice(at + 1));
      if (reason === undefined) return;
      const pattern = printable(one.written);
      answer.fail({ at: ignoreLine(ignore, one.line), params: { pattern, reason } });
    });
  },
};

function reasonOf(
  one: IgnorePattern,
  before: readonly IgnorePattern[],
  after: readonly IgnorePattern[],
): string | undefined {
  const { pattern, takesBack, fault, written } = one;
  if (fault !== undefined) return `builders refuse the file, ${fault}`;
  if (pattern === '.' || pattern === '/') return 'it names the context itself';
  if (pattern === '..' || pattern.startsWith('../')) return 'it leads out of the context';
  if (written.startsWith('#')) return 'white space stands before the comment sign';
  if (/\s#/.test(written)) return 'a comment cannot stand behind a pattern';
  if (takesBack && !before.some((other) => !other.takesBack))
    return 'nothing before it excludes anything';
  if (!takesBack && after.some((other) => other.takesBack && other.pattern === pattern))
    return 'a later line takes it back';
  const same = before.findLastIndex((other) => other.pattern === pattern);
  const repeated = before[same]?.takesBack === takesBack;
  const between = before.slice(same + 1).some((other) => other.takesBack !== takesBack);
  return same >= 0 && repeated && !between
    ? `line ${before[same]?.line ?? 0} says the same`
    : undefined;
}
