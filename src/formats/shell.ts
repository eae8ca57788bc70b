import { LimitError, limits } from '../model/index.ts';

/** A stretch of the script: UTF-16 offsets, the end exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A word of a command. `text` has its quotes taken off; variables and `$(…)` stand as written. */
export interface ShellWord extends Stretch {
  readonly text: string;
  /** Whether nothing in it is expanded, so that `text` is its value (patterns with `*` aside). */
  readonly literal: boolean;
}

/** What stands between a command and the one before it; `(`, `{` and keywords count as `;`. */
export type ShellOperator = '' | '&&' | '||' | ';' | '&' | '|' | '|&';

/** A redirection; `target` of `<<` is the delimiter, and of `2>&1` the `1`. */
export interface ShellRedirect extends Stretch {
  readonly operator: string;
  readonly descriptor?: number;
  readonly target: ShellWord;
  /** Body of a here-document. */
  readonly body?: string;
}

/** One simple command: what finally runs a program or a builtin. */
export interface ShellCommand extends Stretch {
  /** Absent when there are assignments or redirections only. */
  readonly name?: ShellWord;
  readonly args: readonly ShellWord[];
  /** `NAME=value` words before the name. */
  readonly assignments: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  readonly before: ShellOperator;
  /** Number of the pipeline, the same for all commands that `|` joins. */
  readonly pipeline: number;
  /** Depth of `$(…)`, backquotes and `(…)` around it. */
  readonly depth: number;
}

/** The commands of a script in the order of their first characters. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Why the script could not be read to its end, for instance an open quote. Commands before it are kept. */
  readonly fault?: string;
}

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

/** Thrown inside this file where a script ends in the middle of something. */
class OpenEnd extends Error {}

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

const operators: readonly string[] = [
  '&>>',
  '<<-',
  '<<<',
  ';;&',
  '&&',
  '||',
  ';;',
  ';&',
  '|&',
  '&>',
  '>>',
  '<<',
  '>&',
  '<&',
  '<>',
  '>|',
  '&',
  '|',
  ';',
  '(',
  ')',
  '<',
  '>',
  '\n',
];

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
  #at = 0;
  #depth = 0;
  #pipelines = 0;
  readonly #found: ShellCommand[] = [];
  /** Here-documents whose bodies begin at the next line. */
  #awaited: { redirect: { body?: string }; delimiter: string; chomp: boolean }[] = [];

  constructor(text: string) {
    this.#text = text;
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
      this.#blanks();
      const from = this.#at;
      const operator = this.#operator();
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

  /** Blanks, continued lines and comments. */
  #blanks(): void {
    const text = this.#text;
    for (;;) {
      const char = text[this.#at];
      if (char === ' ' || char === '\t' || char === '\r') this.#at += 1;
      else if (char === '\\' && text[this.#at + 1] === '\n') this.#at += 2;
      else if (char === '#') {
        const end = text.indexOf('\n', this.#at);
        this.#at = end === -1 ? text.length : end;
      } else return;
    }
  }

  #operator(): string | undefined {
    const found = operators.find((one) => this.#text.startsWith(one, this.#at));
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Adds a word to the command, or takes it as the keyword that it is. */
  #word(draft: Draft, cases: CasePart[], finish: (next: ShellOperator) => void): void {
    const word = this.#readWord();
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
      this.#blanks();
      this.#readWord();
      this.#until('in');
      cases.push('pattern');
    } else if (plain && word.text === 'function') {
      this.#blanks();
      this.#readWord();
    } else if (plain && word.text === '[[') this.#condition(draft, word);
    else if (/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(this.#text.slice(word.start, word.end)))
      draft.assignments.push(word);
    else draft.words.push(word);
  }

  /** `name in words` of a loop: no command, but its words may hold some. */
  #loopHead(): void {
    for (;;) {
      this.#blanks();
      const char = this.#text[this.#at];
      if (char === undefined || char === ';' || char === '\n') return;
      if (this.#operator() === undefined) this.#readWord();
    }
  }

  /** Skips to the word `wanted`. */
  #until(wanted: string): void {
    for (;;) {
      this.#blanks();
      while (this.#text[this.#at] === '\n') {
        this.#at += 1;
        this.#blanks();
      }
      if (this.#at >= this.#text.length) throw new OpenEnd(`the word "${wanted}" is missing`);
      if (this.#operator() === undefined && this.#readWord().text === wanted) return;
    }
  }

  /** `[[ … ]]`, in which operators are words. */
  #condition(draft: Draft, first: ShellWord): void {
    draft.words.push(first);
    for (;;) {
      this.#blanks();
      const start = this.#at;
      if (start >= this.#text.length) throw new OpenEnd('a "]]" is missing');
      const text = this.#operator();
      if (text === undefined) {
        const word = this.#readWord();
        draft.words.push(word);
        if (word.text === ']]') return;
      } else if (text !== '\n') draft.words.push({ text, literal: true, start, end: this.#at });
    }
  }

  /** A subshell, the brackets of a function's name, an arithmetic command, or a bracket before a pattern. */
  #parenthesis(
    draft: Draft,
    cases: readonly CasePart[],
    finish: (next: ShellOperator) => void,
  ): void {
    if (cases.at(-1) === 'pattern') return;
    if (draft.words.length === 0 && draft.assignments.at(-1)?.end === this.#at - 1) {
      this.#array();
      return;
    }
    if (draft.words.length > 0) {
      // `name ()`: what follows is the body. Anything else is an array or an error; its words are skipped.
      draft.words.length = 0;
      this.#deeper(() => this.script(')'));
      return;
    }
    if (this.#text[this.#at] === '(') {
      this.#arithmetic();
      return;
    }
    finish(';');
    this.#deeper(() => this.script(')'));
  }

  /** `name=(…)`: words that are no commands. */
  #array(): void {
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#text.length) throw new OpenEnd('a ")" is missing');
      const operator = this.#operator();
      if (operator === ')') return;
      if (operator === undefined) this.#readWord();
    }
  }

  #deeper(read: () => void): void {
    this.#depth += 1;
    if (this.#depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', 'a shell script', this.#depth);
    read();
    this.#depth -= 1;
  }

  /** Behind `(`, at the second one: skips to `))`. */
  #arithmetic(): void {
    const end = this.#text.indexOf('))', this.#at);
    if (end === -1) throw new OpenEnd('a "))" is missing');
    this.#at = end + 2;
  }

  #redirect(draft: Draft, operator: string, from: number): void {
    // A number that touches the operator is a descriptor, and was read as a word.
    const last = draft.words.at(-1);
    const numbered = last?.end === from && /^\d{1,9}$/.test(last.text) ? last : undefined;
    if (numbered !== undefined) draft.words.pop();
    this.#blanks();
    if ((operator === '<' || operator === '>') && this.#text[this.#at] === '(') {
      this.#at += 1;
      this.#deeper(() => this.script(')'));
      const word = { text: this.#text.slice(from, this.#at), literal: false };
      draft.words.push({ ...word, start: from, end: this.#at });
      return;
    }
    if (this.#at >= this.#text.length || this.#text[this.#at] === '\n')
      throw new OpenEnd('a redirection has no target');
    const target = this.#readWord();
    const redirect: Mutable<ShellRedirect> = {
      operator,
      ...(numbered === undefined ? {} : { descriptor: Number(numbered.text) }),
      target,
      start: numbered?.start ?? from,
      end: this.#at,
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
      const start = this.#at;
      let end = start;
      while (this.#at < this.#text.length) {
        const found = this.#text.indexOf('\n', this.#at);
        const stop = found === -1 ? this.#text.length : found;
        const line = this.#text.slice(this.#at, stop);
        this.#at = Math.min(stop + 1, this.#text.length);
        if ((chomp ? line.replace(/^\t+/, '') : line) === delimiter) break;
        end = this.#at;
      }
      redirect.body = this.#text.slice(start, end);
    }
  }

  /** Reads a word; at least one character of it is there. */
  #readWord(): ShellWord {
    const text = this.#text;
    const start = this.#at;
    let value = '';
    let literal = true;
    while (this.#at < text.length) {
      const char = text[this.#at] ?? '';
      if (' \t\r\n;&|()<>'.includes(char)) break;
      if (char === "'") value += this.#single();
      else if (char === '"') {
        const part = this.#double();
        value += part.text;
        literal &&= part.literal;
      } else if (char === '\\') {
        const next = text[this.#at + 1] ?? '';
        if (next !== '\n') value += next;
        this.#at += 2;
      } else if (char === '$' || char === '`') {
        const part = this.#expansion();
        literal &&= part === '$';
        value += part;
      } else {
        value += char;
        this.#at += 1;
      }
    }
    this.#at = Math.min(Math.max(this.#at, start + 1), text.length);
    return { text: value, literal, start, end: this.#at };
  }

  #single(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) throw new OpenEnd('a "\'" does not close');
    const value = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return value;
  }

  #double(): Pick<ShellWord, 'text' | 'literal'> {
    const text = this.#text;
    let value = '';
    let literal = true;
    this.#at += 1;
    while (this.#at < text.length) {
      const char = text[this.#at] ?? '';
      if (char === '"') {
        this.#at += 1;
        return { text: value, literal };
      }
      if (char === '\\') {
        const next = text[this.#at + 1] ?? '';
        if (next !== '\n') value += '"\\$`'.includes(next) ? next : char + next;
        this.#at += 2;
      } else if (char === '$' || char === '`') {
        const part = this.#expansion(true);
        literal &&= part === '$';
        value += part;
      } else {
        value += char;
        this.#at += 1;
      }
    }
    throw new OpenEnd("a '\"' does not close");
  }

  /** At `$` or a backquote: skips what it expands, and lists the commands inside. Gives it as written. */
  #expansion(quoted = false): string {
    const text = this.#text;
    const start = this.#at;
    this.#at += 1;
    if (text[start] === '`') this.#backquoted();
    else if (text.startsWith('((', this.#at)) {
      this.#at += 1;
      this.#arithmetic();
    } else if (text[this.#at] === '(') {
      this.#at += 1;
      const awaited = this.#awaited;
      this.#awaited = [];
      this.#deeper(() => this.script(')'));
      this.#awaited = awaited;
    } else if (text[this.#at] === '{') this.#deeper(() => this.#braces());
    else if (text[this.#at] === "'" && !quoted) return this.#ansi();
    else {
      const name = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
      name.lastIndex = this.#at;
      this.#at += name.exec(text)?.[0].length ?? 0;
    }
    return text.slice(start, this.#at);
  }

  /** `$'…'`, whose escapes stay as they are written. */
  #ansi(): string {
    const start = this.#at + 1;
    let at = start;
    while (at < this.#text.length && this.#text[at] !== "'") at += this.#text[at] === '\\' ? 2 : 1;
    if (at >= this.#text.length) throw new OpenEnd('a "$\'" does not close');
    this.#at = at + 1;
    return this.#text.slice(start, at);
  }

  /** `${…}`: its quotes and substitutions may hold a brace. */
  #braces(): void {
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === '}') {
        this.#at += 1;
        return;
      }
      if (char === '\\') this.#at += 2;
      else if (char === '"') this.#double();
      else if (char === '$' || char === '`') this.#expansion(true);
      else this.#at += 1;
    }
    throw new OpenEnd('a "}" is missing');
  }

  /** Behind a backquote: the commands up to the next one, whose own backquotes are escaped. */
  #backquoted(): void {
    const start = this.#at;
    let end = start;
    while (end < this.#text.length && this.#text[end] !== '`')
      end += this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) throw new OpenEnd('a "`" does not close');
    for (const command of parseShell(this.#text.slice(start, end)).commands)
      this.#found.push(
        shifted(command, { by: start, depth: this.#depth + 1, pipelines: (this.#pipelines += 1) }),
      );
    this.#at = end + 1;
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
    const depth = this.#depth;
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

/** A command of a text inside another, with its places in the outer one. */
function shifted(
  command: ShellCommand,
  {
    by,
    depth,
    pipelines,
  }: { readonly by: number; readonly depth: number; readonly pipelines: number },
): ShellCommand {
  const move = <Part extends Stretch>(part: Part): Part => ({
    ...part,
    start: part.start + by,
    end: part.end + by,
  });
  const { name, args, assignments, redirects } = command;
  return {
    ...move(command),
    ...(name === undefined ? {} : { name: move(name) }),
    args: args.map(move),
    assignments: assignments.map(move),
    redirects: redirects.map((one) => ({ ...move(one), target: move(one.target) })),
    depth: command.depth + depth,
    // Negative: numbers of the inner reader must not meet those of this one.
    pipeline: -(pipelines * 1000 + command.pipeline),
  };
}
