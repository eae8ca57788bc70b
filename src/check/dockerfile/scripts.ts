import { LogicalLine } from '../../formats/dockerfile/logical-line.ts';
import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import type { Instruction, SourcedText, Word } from '../../formats/dockerfile/syntax.ts';
import type { Dialect, Script } from '../scripts.ts';
import { dialectOf, programName, shellsOf } from './shells.ts';

/** A script of an instruction, with the way back into the file. */
export interface PlacedScript extends Script {
  readonly instruction: Instruction;
  /** Absent where the script is decoded from JSON: then `place` is all that is known. */
  readonly origin: SourcedText['origin'] | undefined;
  readonly place: Word | Instruction;
}

/** Variables that are set wherever a shell runs. */
const always = ['HOME', 'HOSTNAME', 'PATH', 'PWD', 'TERM'];

/** Names that one file may bring; a stranger's file may hold any number. */
const mostNames = 1000;

/** Every script of a file: shell forms, here-documents that a shell reads, and `sh -c` in JSON forms. */
export function scriptsOf(file: Dockerfile, path: string): readonly PlacedScript[] {
  const shells = shellsOf(file);
  return file.stages.flatMap((stage) => {
    const names = namesOf(stage);
    return stage.instructions.flatMap((outer): readonly PlacedScript[] => {
      const instruction = outer.inner ?? outer;
      const found = scriptOf(instruction, stage, shells.get(instruction) ?? 'sh');
      if (found === undefined) return [];
      // Arguments of the build are gone when the container runs.
      const variables = instruction.keyword === 'RUN' ? names.build : names.run;
      return [{ ...found, path, instruction, variables }];
    });
  });
}

type Found = Pick<PlacedScript, 'dialect' | 'origin' | 'place' | 'text'>;

function scriptOf(instruction: Instruction, stage: Stage, shell: string): Found | undefined {
  const { keyword, verb, json, argument, heredocs } = instruction;
  const health = keyword === 'HEALTHCHECK' && verb?.text.toUpperCase() === 'CMD';
  if (!health && keyword !== 'RUN' && keyword !== 'CMD' && keyword !== 'ENTRYPOINT')
    return undefined;
  if (json) return ofJson(instruction, stage);
  if (argument.text.trim() === '') return undefined;
  const dialect = dialectOf(stage, shell);
  if (heredocs.length === 0 || keyword !== 'RUN') {
    return dialect && { dialect, ...argument, place: instruction };
  }
  return /^\d*<</.test(argument.text)
    ? ofHeredoc(instruction, stage, dialect)
    : dialect && { dialect, ...withDocuments(instruction), place: instruction };
}

/** `["/bin/bash", "-ec", "script"]`. */
function ofJson({ words }: Instruction, stage: Stage): Found | undefined {
  const [program, flag, script] = words;
  const shell = programName(program?.text ?? '');
  if (script === undefined || !/^-[a-z]*c$/.test(flag?.text ?? '')) return undefined;
  const dialect = dialectOf(stage, shell);
  return dialect && { dialect, text: script.text, origin: undefined, place: script };
}

/** `RUN <<EOF`: the document is the script, its first line may name the program that reads it. */
function ofHeredoc(
  instruction: Instruction,
  stage: Stage,
  dialect: Dialect | undefined,
): Found | undefined {
  const content = instruction.heredocs[0]?.content;
  if (content === undefined) return undefined;
  const { text, start } = content;
  const named = interpreterOf(text);
  const language = named === undefined ? dialect : dialectOf(stage, named);
  if (language === undefined) return undefined;
  // Where the script is judged it has no first line of its own to name a program in.
  const plain = named === undefined ? text : text.replace('#!', '# ');
  const origin = (offset: number): number => start + offset;
  return { dialect: language, text: plain, origin, place: instruction };
}

/** `RUN cat <<EOF > x && …`: the shell reads the documents behind the line that opens them. */
function withDocuments({ argument, heredocs, end }: Instruction): SourcedText {
  const whole = new LogicalLine();
  let from = 0;
  // The line may be put together from several: character by character would cost, stretch by stretch not.
  for (let at = 1; at <= argument.text.length; at += 1) {
    const joined = at < argument.text.length && argument.origin(at) === argument.origin(at - 1) + 1;
    if (joined) continue;
    whole.add(argument.text.slice(from, at), argument.origin(from));
    from = at;
  }
  whole.add('\n', end);
  for (const { content, name } of heredocs) {
    whole.add(content.text, content.start);
    whole.add(`${name}\n`, content.end);
  }
  whole.close();
  return { text: whole.text, origin: whole.origin };
}

/** Name of the program that the first line of a script names. */
export function interpreterOf(text: string): string | undefined {
  // The builder takes leading tabs off where the document is opened with `<<-`.
  const found = /^\t*#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  if (found === null) return undefined;
  const [, program = '', argument] = found;
  return programName(program.endsWith('/env') ? (argument ?? '') : program);
}

interface Names {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

/** What ARG and ENV of a stage, and ENV of those below it, set. */
function namesOf(stage: Stage): Names {
  const build = new Set(always);
  const run = new Set(always);
  for (let one: Stage | undefined = stage; one !== undefined;) {
    for (const { keyword, pairs } of one.instructions) {
      for (const { key } of keyword === 'ENV' || keyword === 'ARG' ? pairs : []) {
        if (build.size >= mostNames || !/^[A-Za-z_]\w*$/.test(key.text)) continue;
        if (keyword === 'ENV') run.add(key.text);
        if (keyword === 'ENV' || one === stage) build.add(key.text);
      }
    }
    one = one.base.kind === 'stage' ? one.base.stage : undefined;
  }
  return { build: [...build], run: [...run] };
}
