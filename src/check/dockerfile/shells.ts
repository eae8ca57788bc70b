import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import { lineAt } from '../../formats/dockerfile/syntax.ts';
import type { Instruction } from '../../formats/dockerfile/syntax.ts';
import type { Dialect } from '../scripts.ts';
import { imageOf } from './images.ts';

/** Shells whose language is POSIX's or grew out of it. */
export const posixShells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'ksh',
  'zsh',
  'busybox',
]);

/** Last part of a program's path. */
export const programName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * The shell that reads the shell form of each instruction, by name: what SHELL says, or a comment
 * `hadolint shell=bash` (for whoever has it from the base image), else `sh`, and `cmd` on Windows.
 */
export function shellsOf(file: Dockerfile): ReadonlyMap<Instruction, string> {
  const shells = new Map<Instruction, string>();
  const last = new Map<Stage, string>();
  const pragmas = pragmasOf(file);
  let at = 0;
  for (const stage of file.stages) {
    let shell = first(stage, last);
    // What stands above FROM speaks of nothing in this stage.
    for (const from = lineOf(file, stage.from); (pragmas[at]?.line ?? from) < from;) at += 1;
    for (const outer of stage.instructions) {
      const line = lineOf(file, outer);
      for (; (pragmas[at]?.line ?? line) < line; at += 1) shell = pragmas[at]?.shell ?? shell;
      const instruction = outer.inner ?? outer;
      if (instruction.keyword === 'SHELL') shell = nameOf(instruction.words[0]?.text ?? '');
      shells.set(instruction, shell);
    }
    last.set(stage, shell);
  }
  return shells;
}

function first({ base }: Stage, last: ReadonlyMap<Stage, string>): string {
  if (base.kind === 'stage') return last.get(base.stage) ?? 'sh';
  return base.kind === 'image' && isWindows(base.reference ?? '') ? 'cmd' : 'sh';
}

/** Names of images that hold Windows. */
export function isWindows(reference: string): boolean {
  return /(?:^|\/)windows(?:[/:@]|$)|nanoserver|windowsservercore/i.test(reference);
}

/** `C:\Windows\System32\cmd.exe` is cmd. */
function nameOf(path: string): string {
  return programName(path.replaceAll('\\', '/')).replace(/\.exe$/i, '');
}

interface Pragma {
  readonly line: number;
  readonly shell: string;
}

function pragmasOf({ syntax }: Dockerfile): readonly Pragma[] {
  return syntax.comments.flatMap(({ line, text }) => {
    const found = /^hadolint\s+shell\s*=\s*(\S{1,100})/.exec(text.slice(0, 200));
    return found === null ? [] : [{ line, shell: nameOf(found[1] ?? '') }];
  });
}

function lineOf({ syntax }: Dockerfile, instruction: Instruction | undefined): number {
  return instruction === undefined ? 0 : lineAt(syntax, instruction.start);
}

/** Images whose `/bin/sh` is bash. */
const bashBased =
  /^(?:fedora|centos|rhel|ubi\d*|rockylinux|almalinux|oraclelinux|amazonlinux|opensuse|leap|tumbleweed|archlinux|photon|azurelinux|mysql)(?:[-.]|$)/;

/** Words in tags that tell Debian or Ubuntu. */
const dashTags =
  /(?:^|[-.])(?:debian|ubuntu|slim|trixie|bookworm|bullseye|buster|noble|jammy|focal)/;

/** Language of a script that `shell` reads in a stage; undefined when it is none that is judged. */
export function dialectOf(stage: Stage, shell: string): Dialect | undefined {
  if (shell === 'bash' || shell === 'dash' || shell === 'ksh') return shell;
  if (shell === 'ash' || shell === 'busybox') return 'busybox';
  if (shell !== 'sh') return undefined;
  let base = stage.base;
  while (base.kind === 'stage') ({ base } = base.stage);
  const reference = base.kind === 'image' ? (base.reference ?? '') : '';
  const image = imageOf(reference);
  if (image === undefined) return 'sh';
  const name = image.repository.slice(image.repository.lastIndexOf('/') + 1);
  const tag = image.written ?? '';
  if (/^(?:alpine|busybox)/.test(name) || tag.includes('alpine')) return 'busybox';
  if (bashBased.test(name)) return 'bash';
  if (/^(?:debian|ubuntu)/.test(name) || dashTags.test(tag)) return 'dash';
  // Of the official images those that say nothing else are Debian's.
  return image.repository.startsWith('library/') ? 'dash' : 'sh';
}
