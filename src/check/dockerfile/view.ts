import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import { columnAt, lineAt } from '../../formats/dockerfile/syntax.ts';
import type { Instruction, Span } from '../../formats/dockerfile/syntax.ts';
import type { IgnoreFile } from '../../formats/dockerignore.ts';
import type { Location } from '../../model/index.ts';
import type { View } from '../contract.ts';
import type { ScriptJudge } from '../scripts.ts';
import type { Run } from './runs.ts';
import type { PlacedScript } from './scripts.ts';

/** One Dockerfile, as rules see it. */
export interface DockerfileView extends View {
  readonly path: string;
  readonly file: Dockerfile;
  /** Every RUN with its commands, ONBUILD's included, in order; made when first asked for. */
  readonly runs: () => readonly Run[];
  /** Every script of the file; made when first asked for. */
  readonly scripts: () => readonly PlacedScript[];
  /** ShellCheck, where it was asked. */
  readonly judge: ScriptJudge | undefined;
  /** The ignore file that a build with this Dockerfile uses. */
  readonly ignore: { readonly path: string; readonly file: IgnoreFile } | undefined;
}

/** Every instruction of every stage in order, with the one inside ONBUILD in its place. */
export function* instructions(
  { file }: DockerfileView,
  ...keywords: readonly string[]
): Generator<{ readonly stage: Stage; readonly instruction: Instruction }> {
  for (const stage of file.stages) {
    for (const outer of stage.instructions) {
      const instruction = outer.inner ?? outer;
      if (keywords.length === 0 || keywords.includes(instruction.keyword))
        yield { stage, instruction };
    }
  }
}

/** What a text comes to in an instruction; undefined when it uses what only the build or the base image knows. */
export function valueOf(
  { file }: DockerfileView,
  instruction: Instruction,
  word: string,
): string | undefined {
  const { text, unset } = file.expand(instruction, word);
  return unset.length > 0 ? undefined : text;
}

/** The lines of a stretch of the file. */
export function place({ path, file }: DockerfileView, { start, end }: Span): Location {
  const endLine = lineAt(file.syntax, Math.max(start, end - 1));
  return linesOf(path, lineAt(file.syntax, start), endLine);
}

/** Lines of a Dockerfile: the file that was judged, and the first link of the chain to an image. */
export function linesOf(path: string, startLine: number, endLine: number): Location {
  const link = { path, startLine, endLine };
  return { dockerfile: link, file: link };
}

/** A stretch of the file with its columns too. */
export function exactPlace(view: DockerfileView, { start, end }: Span): Location {
  const { syntax } = view.file;
  const { dockerfile } = place(view, { start, end });
  const link = {
    ...dockerfile,
    path: view.path,
    startColumn: columnAt(syntax, start),
    endColumn: columnAt(syntax, Math.max(start, end - 1)) + 1,
  };
  return { dockerfile: link, file: link };
}

/** The stages whose layers are those of the image that is built: the target and what it is based on. */
export function layersOf({ file }: DockerfileView): ReadonlySet<Stage> {
  return new Set(file.target === undefined ? [] : chainOf(file.target));
}

/** The stages that a stage is based on, the lowest first, itself last. */
export function chainOf(stage: Stage): readonly Stage[] {
  const chain: Stage[] = [];
  for (let one: Stage | undefined = stage; one !== undefined;) {
    chain.push(one);
    one = one.base.kind === 'stage' ? one.base.stage : undefined;
  }
  return chain.toReversed();
}
