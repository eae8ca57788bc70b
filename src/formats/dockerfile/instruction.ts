import type { LogicalLine } from './logical-line.ts';
import { isSpace } from './syntax.ts';
import type { Fault, Instruction, Word } from './syntax.ts';
import { argumentPairs, jsonWords, keyValuePairs, plainWords, takeFlags } from './words.ts';
import type { Stretch } from './words.ts';
import { append } from '../../model/append.ts';

/** Where an instruction lies, and what stands above and inside it. */
export type Frame = Pick<
  Instruction,
  'start' | 'end' | 'startLine' | 'endLine' | 'comments' | 'emptyLines'
>;

/** An instruction with what is wrong in it. */
export interface InstructionDraft {
  readonly instruction: Instruction;
  readonly faults: readonly Omit<Fault, 'line'>[];
}

/** How the arguments of an instruction are read. */
type Form = 'text' | 'words' | 'exec' | 'exec-words' | 'pairs' | 'names' | 'health' | 'onbuild';

/** Every instruction with the form of its arguments; BuildKit's table `dispatch`. */
const forms: ReadonlyMap<string, Form> = new Map([
  ['ADD', 'exec-words'],
  ['ARG', 'names'],
  ['CMD', 'exec'],
  ['COPY', 'exec-words'],
  ['ENTRYPOINT', 'exec'],
  ['ENV', 'pairs'],
  ['EXPOSE', 'words'],
  ['FROM', 'words'],
  ['HEALTHCHECK', 'health'],
  ['LABEL', 'pairs'],
  ['MAINTAINER', 'text'],
  ['ONBUILD', 'onbuild'],
  ['RUN', 'exec'],
  ['SHELL', 'exec'],
  ['STOPSIGNAL', 'text'],
  ['USER', 'text'],
  ['VOLUME', 'exec-words'],
  ['WORKDIR', 'text'],
]);

/** Reads the instruction in a logical line. */
export function instructionOf(line: LogicalLine, escape: string, frame: Frame): InstructionDraft {
  return read(line, [0, line.text.length], { escape, frame, nested: false });
}

interface Context {
  readonly escape: string;
  readonly frame: Frame;
  readonly nested: boolean;
}

function read(line: LogicalLine, whole: Stretch, context: Context): InstructionDraft {
  const [start, end] = line.trim(...whole);
  let at = start;
  while (at < end && !isSpace(line.text[at] ?? '')) at += 1;
  const written = line.word(start, at);
  const keyword = written.text.toUpperCase();
  const { flags, rest } = takeFlags(line, [at, end]);
  const faults: Omit<Fault, 'line'>[] = [];
  const form = forms.get(keyword);
  if (form === undefined) {
    const message = `"${written.text}" is no instruction`;
    faults.push({ kind: 'unknown-instruction', message, start: written.start, end: written.end });
  }
  const base = { ...context.frame, keyword, written, flags, heredocs: [] };
  if (form === 'onbuild' && rest[0] < rest[1]) {
    // One inside another is refused by the builder; it is kept as text, so that depth has a bound.
    const inner = context.nested ? undefined : read(line, rest, { ...context, nested: true });
    append(faults, inner?.faults ?? []);
    const instruction = {
      ...base,
      ...(inner === undefined ? {} : { inner: inner.instruction }),
      json: false,
      words: inner === undefined ? [line.word(...line.trim(...rest))] : [],
      pairs: [],
      argument: line.part(...line.trim(...rest)),
    };
    return { instruction, faults };
  }
  const content = argumentsOf(line, { form: form ?? 'text', rest: line.trim(...rest) }, context);
  append(faults, content.faults);
  if (keyword === 'FROM' && content.parts.words.length === 0) {
    const { start: from, end: to } = written;
    faults.push({ kind: 'missing-value', message: 'FROM names no image', start: from, end: to });
  }
  return { instruction: { ...base, ...content.parts }, faults };
}

interface Content {
  readonly parts: Pick<Instruction, 'json' | 'words' | 'pairs' | 'argument'> &
    Partial<Pick<Instruction, 'verb'>>;
  readonly faults: readonly Omit<Fault, 'line'>[];
}

function argumentsOf(
  line: LogicalLine,
  { form, rest }: { readonly form: Form; readonly rest: Stretch },
  { escape }: Context,
): Content {
  const argument = line.part(...rest);
  const parts = { json: false, words: [], pairs: [], argument };
  switch (form) {
    case 'pairs': {
      const { pairs, wrong } = keyValuePairs(line, rest, escape);
      if (wrong === undefined) return { parts: { ...parts, pairs }, faults: [] };
      const { kind, word } = wrong;
      const lacks = kind === 'not-a-pair' ? 'is not of the form name=value' : 'has no value';
      const { start, end } = word;
      const message = `"${word.text}" ${lacks}`;
      return { parts: { ...parts, pairs }, faults: [{ kind, message, start, end }] };
    }
    case 'names':
      return { parts: { ...parts, pairs: argumentPairs(line, rest, escape) }, faults: [] };
    case 'words':
      return { parts: { ...parts, words: plainWords(line, rest) }, faults: [] };
    case 'health':
      return health(line, rest);
    case 'exec':
    case 'exec-words':
      return exec(line, rest, form === 'exec');
    default:
      return { parts: { ...parts, words: wholeWord(line, rest) }, faults: [] };
  }
}

function wholeWord(line: LogicalLine, [start, end]: Stretch): readonly Word[] {
  return end > start ? [line.word(start, end)] : [];
}

/** The JSON form, or else one shell text, or words. */
function exec(line: LogicalLine, rest: Stretch, shell: boolean): Content {
  const argument = line.part(...rest);
  const json = jsonWords(line, rest);
  const fallback = shell ? wholeWord(line, rest) : plainWords(line, rest);
  const plain = { json: false, words: fallback, pairs: [], argument };
  if (json === undefined) return { parts: plain, faults: [] };
  if (json !== 'not-strings') return { parts: { ...plain, json: true, words: json }, faults: [] };
  const message = 'the JSON form takes texts only';
  return { parts: plain, faults: [{ kind: 'json-not-strings', message, ...line.span(...rest) }] };
}

function health(line: LogicalLine, [start, end]: Stretch): Content {
  let at = start;
  while (at < end && !isSpace(line.text[at] ?? '')) at += 1;
  const { parts, faults } = exec(line, line.trim(at, end), true);
  if (at === start) return { parts, faults };
  return { parts: { ...parts, verb: line.word(start, at) }, faults };
}
