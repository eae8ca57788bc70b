import type { IgnorePattern } from '../../../formats/dockerignore.ts';
import { printable } from '../../../model/index.ts';
import { contextPage, ignoreLine } from '../view.ts';
import type { ContextRule } from '../view.ts';

/**
 * Names that no pattern of people means. What excludes both and holds a character that the builder
 * leaves to its regular expression excludes everything.
 */
const unlikely = ['\u{1f6a2}', 'z/\u{1f6a2}/q'];

/** A pattern that the builder takes for a regular expression, and that then means something else. */
export const patternRegexp: ContextRule = {
  id: 'CTX-PATTERN-REGEXP',
  aliases: {},
  severity: 'medium',
  family: 'dockerignore',
  title: {
    en: 'A pattern of the ignore file means something else to the builder',
    'zh-CN': '忽略文件中的模式被构建器解释成别的含义',
  },
  message: {
    en: 'Pattern "{pattern}" excludes the whole context: "{sign}" parts alternatives there, and one of them is empty at one end',
    'zh-CN':
      '模式“{pattern}”会排除整个上下文：其中的“{sign}”被当作分隔备选项，而某个备选项一端没有限制',
  },
  why: {
    en: 'In a pattern with a wildcard the library behind builders (moby/patternmatcher 0.6) does not escape "|", "{" and "}". Files that the build needs are missing, or files that were to stay out are sent.',
    'zh-CN':
      '对于含通配符的模式，构建器所用的库（moby/patternmatcher 0.6）不会转义“|”、“{”和“}”：构建需要的文件会缺失，或本应排除的文件被发送。',
  },
  advice: {
    en: 'Write "?" in the place of the character, or name the file without wildcards.',
    'zh-CN': '用“?”代替该字符，或不用通配符直接写文件名。',
  },
  references: [contextPage, 'https://github.com/moby/patternmatcher'],
  bad: [
    { files: { '.dockerignore': 'a?|\n' } },
    { files: { '.dockerignore': '*.log|*.tmp\n' } },
    { files: { '.dockerignore': 'src/*.{js,ts}\n' } },
    { files: { '.dockerignore': '{dist,build}\n' } },
    { files: { '.dockerignore': '*\n!a?|\n' } },
  ],
  good: [
    { files: { '.dockerignore': 'a|b\n{x}\n' } },
    { files: { '.dockerignore': '*.log\n**/*.t?p\n!a?\n' } },
    { files: { '.dockerignore': 'src/*.[jt]s\n' } },
  ],
  check: ({ ignore }, answer) => {
    if (ignore === undefined) {
      answer.notApplicable({ en: 'there is no ignore file', 'zh-CN': '没有忽略文件' });
      return;
    }
    for (const one of ignore.file.patterns) {
      const sign = signOf(one);
      if (sign === undefined) continue;
      const pattern = printable(one.written);
      const everything = unlikely.every((path) => one.matches(path));
      const params = { pattern, sign };
      const at = ignoreLine(ignore, one.line);
      if (everything && one.takesBack)
        answer.fail({ at, params, message: letIn, severity: 'high' });
      else if (everything) answer.fail({ at, params });
      else answer.fail({ at, params, message: sign === '|' ? parted : repeated });
    }
  },
};

const letIn = {
  en: 'Pattern "{pattern}" takes back every exclusion before it: "{sign}" parts alternatives there, and one of them is empty at one end',
  'zh-CN':
    '模式“{pattern}”会取消此前的所有排除：其中的“{sign}”被当作分隔备选项，而某个备选项一端没有限制',
};

const parted = {
  en: 'In pattern "{pattern}" the sign "|" parts alternatives of a regular expression, each bound at one end only',
  'zh-CN': '模式“{pattern}”中的“|”被当作正则表达式的备选分隔符，每个备选项只锚定一端',
};

const repeated = {
  en: 'Pattern "{pattern}" does not mean a list: "{sign}" stands for itself, or repeats what is before it',
  'zh-CN': '模式“{pattern}”并不表示列表：“{sign}”代表自身，或重复前面的内容',
};

/** The character that a wildcard in the same pattern makes one of a regular expression. */
function signOf({ pattern, fault }: IgnorePattern): string | undefined {
  // One with a fault is told elsewhere.
  if (fault !== undefined) return undefined;
  const bare = pattern
    .replaceAll(/\\./gs, '')
    .replaceAll(/\[[^\]]*\]?/g, (set) => (set.endsWith(']') ? '' : set));
  // Lists in braces are of shells, no ignore file knows them.
  if (/\{[^{},]{0,200},[^{}]{0,200}\}/.test(bare)) return '{';
  // A pattern without wildcards is compared as it stands.
  const wild = /[*?[\\]/.test(pattern.replace(/^\*\*/, '').replace(/\*\*$/, ''));
  return wild ? /[|{]/.exec(bare)?.[0] : undefined;
}
