import { movedCommand } from './shell-command.ts';
import type { ShellCommand, ShellOperator, ShellRedirect, ShellScript } from './shell-command.ts';
import { OpenEnd, ShellWords } from './shell-words.ts';
import type { ShellWord, Stretch } from './shell-words.ts';

export type { ShellCommand } from './shell-command.ts';
export type { ShellWord } from './shell-words.ts';

/**
 * Lists the simple commands of a POSIX or bash script, those inside `if`, loops, `case`, functions,
 * subshells and `$(…)` included, without running or expanding anything. It is no judge of syntax:
 * where keywords stand wrongly it still lists what would be commands. Linear in the text.
 * @throws {LimitError} `expansion_depth` when substitutions nest too deep.
 */
export function parseShell(text: string): ShellScript {
  const reader = new Reader(text);
  try {
    reader.script('');
  } catch (error) {
    if (!(error instanceof OpenEnd)) throw error;
    return { commands: reader.sorted(), fault: error.message };
  }
  return { commands: reader.sorted() };
}

/** Words that open or join parts of compound commands, and are no commands. */
const keywords: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'while',
  'until',
  'do',
  'done',
  '{',
  '}',
  '!',
  'time',
  'esac',
]);

const redirections: ReadonlySet<string> = new Set([
  '&>',
  '&>>',
  '>',
  '>>',
  '<',
  '<<',
  '<<-',
  '<<<',
  '>&',
  '<&',
  '<>',
  '>|',
]);

/** A command while it is read. */
interface Draft {
  readonly words: ShellWord[];
  readonly assignments: ShellWord[];
  readonly redirects: ShellRedirect[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Where the reader is inside `case … in`. */
type CasePart = 'pattern' | 'body';

class Reader {
  readonly #text: string;
  readonly #words: ShellWords;
  #pipelines = 0;
  readonly #found: ShellCommand[] = [];
  /** Here-documents whose bodies begin at the next line. */
  #awaited: { redirect: { body?: string }; delimiter: string; chomp: boolean }[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#words = new ShellWords(text, {
      commands: () => {
        const awaited = this.#awaited;
        this.#awaited = [];
        this.script(')');
        this.#awaited = awaited;
      },
      backquoted: (inside) => this.#backquoted(inside),
    });
  }

  sorted(): readonly ShellCommand[] {
    return this.#found.toSorted((a, b) => a.start - b.start);
  }

  /** Reads commands up to `stop` (`)`, or '' for the end of the text), and leaves the place behind it. */
  script(stop: string): void {
    let draft = emptyDraft();
    let before: ShellOperator = '';
    let pipeline = (this.#pipelines += 1);
    const cases: CasePart[] = [];
    const finish = (next: ShellOperator): void => {
      if (this.#push(draft, { before, pipeline })) {
        before = next;
        if (next !== '|' && next !== '|&') pipeline = this.#pipelines += 1;
      } else if (this.#found.length > 0 && (next !== ';' || before === '')) before = next;
      draft = emptyDraft();
    };
    for (;;) {
      this.#words.blanks();
      const from = this.#words.at;
      const operator = this.#words.operator();
      if (operator === undefined) {
        if (from >= this.#text.length) break;
        this.#word(draft, cases, finish);
      } else if (redirections.has(operator)) this.#redirect(draft, operator, from);
      else if (operator === '(') this.#parenthesis(draft, cases, finish);
      else if (operator === ')') {
        if (cases.at(-1) === 'pattern') {
          cases[cases.length - 1] = 'body';
          before = ';';
          draft = emptyDraft();
          continue;
        }
        finish(';');
        if (stop === ')') return;
      } else if (cases.at(-1) === 'pattern') {
        // Bars and line ends between patterns part no commands.
        draft = emptyDraft();
        if (operator === '\n') this.#bodies();
      } else {
        if (operator.startsWith(';') && operator.length > 1 && cases.length > 0)
          cases[cases.length - 1] = 'pattern';
        finish(separators.get(operator) ?? ';');
        if (operator === '\n') this.#bodies();
      }
    }
    finish(';');
    if (stop !== '') throw new OpenEnd(`a "${stop}" is missing`);
  }

  /** Adds a word to the command, or takes it as the keyword that it is. */
  #word(draft: Draft, cases: CasePart[], finish: (next: ShellOperator) => void): void {
    const word = this.#words.word();
    if (draft.words.length > 0) {
      draft.words.push(word);
      return;
    }
    if (cases.at(-1) === 'pattern') {
      if (word.text === 'esac') cases.pop();
      return;
    }
    const plain = this.#text.slice(word.start, word.end) === word.text;
    if (plain && keywords.has(word.text)) {
      if (word.text === 'esac') cases.pop();
      finish(';');
    } else if (plain && (word.text === 'for' || word.text === 'select')) this.#loopHead();
    else if (plain && word.text === 'case') {
      this.#words.blanks();
      this.#words.word();
      this.#words.skipTo('in');
      cases.push('pattern');
    } else if (plain && word.text === 'function') {
      this.#words.blanks();
      this.#words.word();
    } else if (plain && word.text === '[[') this.#condition(draft, word);
    else if (/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(this.#text.slice(word.start, word.end)))
      draft.assignments.push(word);
    else draft.words.push(word);
  }

  /** `name in words` of a loop: no command, but its words may hold some. */
  #loopHead(): void {
    for (;;) {
      this.#words.blanks();
      const char = this.#text[this.#words.at];
      if (char === undefined || char === ';' || char === '\n') return;
      if (this.#words.operator() === undefined) this.#words.word();
    }
  }

  /** `[[ … ]]`, in which operators are words. */
  #condition(draft: Draft, first: ShellWord): void {
    draft.words.push(first);
    for (;;) {
      this.#words.blanks();
      const start = this.#words.at;
      if (start >= this.#text.length) throw new OpenEnd('a "]]" is missing');
      const text = this.#words.operator();
      if (text === undefined) {
        const word = this.#words.word();
        draft.words.push(word);
        if (word.text === ']]') return;
      } else if (text !== '\n')
        draft.words.push({ text, literal: true, start, end: this.#words.at });
    }
  }

  /** A subshell, the brackets of a function's name, an arithmetic command, or a bracket before a pattern. */
  #parenthesis(
    draft: Draft,
    cases: readonly CasePart[],
    finish: (next: ShellOperator) => void,
  ): void {
    if (cases.at(-1) === 'pattern') return;
    if (draft.words.length === 0 && draft.assignments.at(-1)?.end === this.#words.at - 1) {
      this.#words.skipArray();
      return;
    }
    if (draft.words.length > 0) {
      // `name ()`: what follows is the body. Anything else is an array or an error; its words are skipped.
      draft.words.length = 0;
      this.#words.deeper(() => this.script(')'));
      return;
    }
    if (this.#text[this.#words.at] === '(') {
      this.#words.skipArithmetic();
      return;
    }
    finish(';');
    this.#words.deeper(() => this.script(')'));
  }

  #redirect(draft: Draft, operator: string, from: number): void {
    // A number that touches the operator is a descriptor, and was read as a word.
    const last = draft.words.at(-1);
    const numbered = last?.end === from && /^\d{1,9}$/.test(last.text) ? last : undefined;
    if (numbered !== undefined) draft.words.pop();
    this.#words.blanks();
    if ((operator === '<' || operator === '>') && this.#text[this.#words.at] === '(') {
      this.#words.at += 1;
      this.#words.deeper(() => this.script(')'));
      const word = { text: this.#text.slice(from, this.#words.at), literal: false };
      draft.words.push({ ...word, start: from, end: this.#words.at });
      return;
    }
    if (this.#words.at >= this.#text.length || this.#text[this.#words.at] === '\n')
      throw new OpenEnd('a redirection has no target');
    const target = this.#words.word();
    const redirect: Mutable<ShellRedirect> = {
      operator,
      ...(numbered === undefined ? {} : { descriptor: Number(numbered.text) }),
      target,
      start: numbered?.start ?? from,
      end: this.#words.at,
    };
    draft.redirects.push(redirect);
    if (operator === '<<' || operator === '<<-') {
      const chomp = operator === '<<-';
      this.#awaited.push({ redirect, delimiter: target.text, chomp });
    }
  }

  /** At the beginning of a line: the bodies of the here-documents opened before it. */
  #bodies(): void {
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const { redirect, delimiter, chomp } of awaited) {
      const start = this.#words.at;
      let end = start;
      while (this.#words.at < this.#text.length) {
        const found = this.#text.indexOf('\n', this.#words.at);
        const stop = found === -1 ? this.#text.length : found;
        const line = this.#text.slice(this.#words.at, stop);
        this.#words.at = Math.min(stop + 1, this.#text.length);
        if ((chomp ? line.replace(/^\t+/, '') : line) === delimiter) break;
        end = this.#words.at;
      }
      redirect.body = this.#text.slice(start, end);
    }
  }

  #backquoted({ start, end }: Stretch): void {
    for (const command of parseShell(this.#text.slice(start, end)).commands)
      this.#found.push(
        movedCommand(command, {
          by: start,
          depth: this.#words.depth + 1,
          pipelines: (this.#pipelines += 1),
        }),
      );
  }

  #push(
    { words, assignments, redirects }: Draft,
    place: Pick<ShellCommand, 'before' | 'pipeline'>,
  ): boolean {
    const parts: readonly Stretch[] = [...words, ...assignments, ...redirects];
    if (parts.length === 0) return false;
    const [name, ...args] = words;
    let [start, end] = [this.#text.length, 0];
    for (const part of parts) {
      start = Math.min(start, part.start);
      end = Math.max(end, part.end);
    }
    const { before, pipeline } = place;
    const head = name === undefined ? {} : { name };
    const depth = this.#words.depth;
    this.#found.push({
      ...head,
      args,
      assignments,
      redirects,
      before,
      pipeline,
      depth,
      start,
      end,
    });
    return true;
  }
}

const separators: ReadonlyMap<string, ShellOperator> = new Map([
  ['&&', '&&'],
  ['||', '||'],
  ['|', '|'],
  ['|&', '|&'],
  ['&', '&'],
]);

function emptyDraft(): Draft {
  return { words: [], assignments: [], redirects: [] };
}
