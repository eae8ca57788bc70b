import { parseDockerfile } from '../../formats/dockerfile/parse.ts';
import { modelOf } from '../../formats/dockerfile/stages.ts';
import type { Dockerfile } from '../../formats/dockerfile/stages.ts';
import { lastAtOrBelow } from '../../formats/dockerfile/syntax.ts';
import type { Instruction } from '../../formats/dockerfile/syntax.ts';
import { ignoreFileNames, readDockerignore } from '../../formats/dockerignore.ts';
import { problemOf } from '../../model/index.ts';
import { commentIgnores } from '../comments.ts';
import type { Lines } from '../comments.ts';
import type { InlineIgnore, Opened, SourceFile, Surroundings, Unread } from '../contract.ts';
import type { Script } from '../scripts.ts';
import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';
import { linesOf } from './view.ts';
import { scriptsOf } from './scripts.ts';
import type { PlacedScript } from './scripts.ts';
import type { DockerfileView } from './view.ts';
import type { FaultKind } from '../../formats/dockerfile/syntax.ts';
import { problemText } from '../words.ts';
import { append } from '../../model/append.ts';

/** Reads Dockerfiles. What the builder would refuse in them is unread; the rest is judged all the same. */
export function openDockerfiles(
  files: readonly SourceFile[],
  around: Surroundings,
): Opened<DockerfileView> {
  const views: DockerfileView[] = [];
  const unread: Unread[] = [];
  const ignores: InlineIgnore[] = [];
  for (const { path, text } of files) {
    try {
      const file = modelOf(parseDockerfile(text));
      for (const fault of file.syntax.faults) {
        const words = problemText({
          en: `Cannot read line ${fault.line} of "${path}": ${fault.message}`,
          'zh-CN': `无法读取“${path}”第 ${fault.line} 行：${faults[fault.kind]}`,
        });
        const location = linesOf(path, fault.line, fault.line);
        unread.push({ subject: path, code: 'CHECK_DOCKERFILE', ...words, location });
      }
      views.push(viewOf(path, file, { around, unread }));
      append(ignores, asked(ignoresOf(path, file), around));
    } catch (error) {
      unread.push({ subject: path, ...problemOf(error), location: { file: { path } } });
    }
  }
  return { views, unread, ignores };
}

const faults: Readonly<Record<FaultKind, string>> = {
  empty: '文件中没有指令',
  'unknown-instruction': '没有这条指令',
  'missing-value': '指令缺少值',
  'not-a-pair': '应为 名称=值',
  'json-not-strings': 'JSON 数组的元素应为字符串',
  'heredoc-open': 'here-document 没有结尾',
  'heredoc-name': 'here-document 的结束标记有误',
  'directive-twice': '解析器指令重复',
  'escape-value': '转义字符应为 \\ 或 `',
};

/** The scripts of a Dockerfile; none of one that cannot be read, which `openDockerfiles` tells. */
export function scriptsIn({ path, text }: SourceFile): readonly Script[] {
  try {
    return scriptsOf(modelOf(parseDockerfile(text)), path);
  } catch {
    return [];
  }
}

/** Where ShellCheck was not asked, comments about its findings are about nothing, and no news. */
function asked(
  ignores: readonly InlineIgnore[],
  { scripts }: Surroundings,
): readonly InlineIgnore[] {
  if (scripts?.state === 'answered') return ignores;
  return ignores.flatMap((ignore) => {
    const ids = ignore.ids.filter((id) => !/^SC\d{4}$/i.test(id));
    return ids.length === 0 ? [] : [{ ...ignore, ids }];
  });
}

function viewOf(
  path: string,
  file: Dockerfile,
  { around, unread }: { readonly around: Surroundings; readonly unread: Unread[] },
): DockerfileView {
  let runs: readonly Run[] | undefined;
  let scripts: readonly PlacedScript[] | undefined;
  return {
    subject: path,
    path,
    file,
    runs: () => (runs ??= runsOf(file)),
    scripts: () => (scripts ??= scriptsOf(file, path)),
    judge: around.scripts,
    ignore: ignoreOf(path, around, unread),
  };
}

function ignoreOf(path: string, around: Surroundings, unread: Unread[]): DockerfileView['ignore'] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  for (const name of ignoreFileNames(path.slice(folder.length))) {
    const text = around.read(folder + name);
    if (text === undefined) continue;
    try {
      return { path: folder + name, file: readDockerignore(text, folder + name) };
    } catch (error) {
      unread.push({ subject: folder + name, ...problemOf(error) });
      return undefined;
    }
  }
  return undefined;
}

/** What comments ask for. BuildKit's `check` counts for the file in its head, and else for the instruction below. */
function ignoresOf(path: string, { syntax, stages }: Dockerfile): readonly InlineIgnore[] {
  const blocks = stages.map(({ from, instructions }): Lines => {
    const all = [...(from === undefined ? [] : [from]), ...instructions];
    return { first: all[0]?.startLine ?? 1, last: all.at(-1)?.endLine ?? 1 };
  });
  const ends = syntax.instructions.map(({ endLine }) => endLine);
  const following = (line: number): Instruction | undefined => {
    const index = lastAtOrBelow(ends, line - 1);
    return syntax.instructions[(ends[index] ?? line) >= line ? index : index + 1];
  };
  const next = (line: number): Lines | undefined => {
    const found = following(line);
    return found && { first: found.startLine, last: found.endLine };
  };
  const block = (line: number): Lines | undefined => blocks.find(({ last }) => last >= line);
  const directives = syntax.directives.map(({ line, text }) => ({ line, text: text.slice(1) }));
  const comments = [...directives, ...syntax.comments].map(({ line, text }) => ({
    line,
    text,
    trailing: false,
  }));
  const heads = new Set(directives.map(({ line }) => line));
  return commentIgnores(path, comments, { next, block }).flatMap((ignore) => {
    if (ignore.origin !== 'buildkit' || heads.has(ignore.line)) return ignore;
    const owner = following(ignore.line);
    if (owner === undefined || (owner.comments[0]?.line ?? Infinity) > ignore.line) return [];
    return { ...ignore, lines: { first: owner.startLine, last: owner.endLine } };
  });
}
