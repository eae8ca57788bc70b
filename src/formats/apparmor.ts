import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A rule of a profile: what stands up to a comma. */
export interface AppArmorRule {
  /** `file`, `capability`, `network`, `mount`, `include` … */
  readonly kind: string;
  readonly deny: boolean;
  /** Words behind the qualifiers, the kind's own first (the path, of file rules); quotes taken off. */
  readonly words: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** One profile, hat or child profile. */
export interface AppArmorProfile {
  readonly name: string;
  readonly flags: readonly string[];
  readonly rules: readonly AppArmorRule[];
  readonly profiles: readonly AppArmorProfile[];
  /** Of the header and of the closing brace, from 1. */
  readonly startLine: number;
  readonly endLine: number;
}

/** A file of profiles. */
export interface AppArmorFile {
  readonly profiles: readonly AppArmorProfile[];
  /** Values of `@{NAME}` by name, as this file gives them; those of tunables are not known. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/** Capabilities of Linux 6, in small letters, as profiles write them. */
export const linuxCapabilities: ReadonlySet<string> = new Set(
  (
    'audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override ' +
    'dac_read_search fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override ' +
    'mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid ' +
    'sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource ' +
    'sys_time sys_tty_config syslog wake_alarm'
  ).split(' '),
);

/** First words of rules that are not about files. */
const kinds: ReadonlySet<string> = new Set(
  (
    'all capability network mount remount umount pivot_root ptrace signal dbus unix rlimit set change_profile ' +
    'userns mqueue io_uring file link include #include abi alias'
  ).split(' '),
);

const qualifiers: ReadonlySet<string> = new Set([
  'audit',
  'deny',
  'allow',
  'quiet',
  'owner',
  'other',
  'priority',
]);

/** A statement: its words, and what ended it. */
interface Statement {
  readonly words: readonly string[];
  readonly end: ',' | '{' | '}' | 'line' | 'end';
  readonly line: number;
}

/**
 * Reads AppArmor profiles (apparmor.d(5)). Includes are kept as rules and not followed; conditions
 * (`if`) are refused, because what holds depends on the machine.
 * @throws {FormatError} APPARMOR_INVALID with the line. @throws {LimitError} `text_bytes`, `expansion_depth`.
 */
export function parseAppArmor(text: string, what: string): AppArmorFile {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  return new Parser(text, what).file();
}

class Parser {
  readonly #text: string;
  readonly #what: string;
  readonly #variables = new Map<string, readonly string[]>();
  #at = 0;
  #line = 1;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  file(): AppArmorFile {
    const profiles: AppArmorProfile[] = [];
    for (;;) {
      const statement = this.#statement();
      const { words, end, line } = statement;
      if (end === 'end' && words.length === 0) return { profiles, variables: this.#variables };
      if (end === '{') profiles.push(this.#profile(statement, 1));
      else if (end === '}') throw this.#fault('a "}" without its "{"', line);
      else if (!isPreamble(words, end))
        throw this.#fault(`"${words.join(' ')}" outside a profile`, line);
    }
  }

  #profile({ words, line }: Statement, depth: number): AppArmorProfile {
    if (depth > limits.expansion_depth.value)
      throw new LimitError('expansion_depth', this.#what, depth);
    const { name, flags } = this.#header(words, line);
    const rules: AppArmorRule[] = [];
    const profiles: AppArmorProfile[] = [];
    for (;;) {
      const statement = this.#statement();
      if (statement.end === '}') {
        if (statement.words.length > 0) throw this.#fault('a rule without a comma', statement.line);
        return { name, flags, rules, profiles, startLine: line, endLine: statement.line };
      }
      if (statement.end === 'end') throw this.#fault(`profile "${name}" does not end`, line);
      if (statement.end === '{') profiles.push(this.#profile(statement, depth + 1));
      else if (statement.words.length > 0) rules.push(this.#rule(statement));
    }
  }

  /** `profile NAME ATTACHMENT flags=(…)`, `hat NAME`, `^NAME`, or the attachment alone. */
  #header(words: readonly string[], line: number): Pick<AppArmorProfile, 'name' | 'flags'> {
    const [first = '', second = ''] = words;
    if (first === 'if' || first === 'else')
      throw this.#fault('a condition, which is not read here', line);
    const keyed = first === 'profile' || first === 'hat';
    const name = keyed ? second : first;
    if (!keyed && !/^[/@{"^]/.test(name))
      throw this.#fault(`"${first}" where a profile begins`, line);
    if (name === '' || name.startsWith('flags='))
      throw this.#fault('a profile without a name', line);
    const given = words.find((word) => word.startsWith('flags=') || word.startsWith('('));
    const inner = /^[^(]*\(([^)]*)\)/.exec(given ?? '')?.[1] ?? '';
    return { name, flags: inner.split(/[\s,]+/).filter((flag) => flag !== '') };
  }

  #rule({ words, end, line }: Statement): AppArmorRule {
    let at = 0;
    let deny = false;
    for (; qualifiers.has((words[at] ?? '').replace(/=.*/s, '')); at += 1)
      deny ||= words[at] === 'deny';
    const rest = words.slice(at);
    const [first = ''] = rest;
    if (first.startsWith('@{') && /^\+?=/.test(rest[1] ?? ''))
      throw this.#fault('a variable inside a profile', line);
    if (end === 'line' && !first.endsWith('include'))
      throw this.#fault('a rule without a comma', line);
    if (first === 'capability') this.#capabilities(rest.slice(1), line);
    if (kinds.has(first)) {
      const kind = first.replace('#', '');
      return { kind, deny, words: rest.slice(kind === 'file' ? 1 : 0), line };
    }
    if (isPath(first) || (isAccess(first) && isPath(rest[1] ?? ''))) {
      const ordered = isPath(first) ? rest : [rest[1] ?? '', first, ...rest.slice(2)];
      const [, access = ''] = ordered;
      if (access !== '->' && !isAccess(access))
        throw this.#fault(`"${access}" where the access to a file stands`, line);
      return { kind: 'file', deny, words: ordered, line };
    }
    throw this.#fault(`"${first}" where a rule begins`, line);
  }

  #capabilities(names: readonly string[], line: number): void {
    for (const name of names)
      if (!linuxCapabilities.has(name)) throw this.#fault(`no capability "${name}"`, line);
  }

  /** Reads words up to a comma, a brace, the end of an include's or a variable's line, or the end. */
  #statement(): Statement {
    const words: string[] = [];
    let line = 0;
    for (;;) {
      const broke = this.#space();
      const next = this.#text.charAt(this.#at);
      const lined = isLined(words);
      if (next === '' || (broke && lined)) {
        if (next === '' && words.length > 0 && !lined)
          throw this.#fault('a rule without an end', line);
        if (lined) this.#keep(words);
        return {
          words,
          end: next === '' && words.length === 0 ? 'end' : 'line',
          line: line || this.#line,
        };
      }
      if (line === 0) line = this.#line;
      if (next === ',' || next === '}' || (next === '{' && this.#opens(words))) {
        this.#at += 1;
        return { words, end: next, line: next === '}' ? this.#line : line };
      }
      words.push(this.#word());
    }
  }

  #keep(words: readonly string[]): void {
    const [name = '', sign = '', ...values] = words;
    const earlier = sign === '+=' ? (this.#variables.get(name) ?? []) : [];
    if (name.startsWith('@{')) this.#variables.set(name, [...earlier, ...values]);
  }

  /** A brace opens a block when a space follows, or behind the words of a header; else it belongs to a path. */
  #opens(words: readonly string[]): boolean {
    if (words.length === 0) return false;
    return (
      /^[\s#]?$/.test(this.#text.charAt(this.#at + 1)) ||
      words[0] === 'profile' ||
      words[0] === 'hat'
    );
  }

  /** Skips spaces and comments; true when a line ended. */
  #space(): boolean {
    let broke = false;
    for (;;) {
      const next = this.#text.charAt(this.#at);
      if (next === '\n') {
        this.#line += 1;
        broke = true;
      } else if (
        next === '#' &&
        !/^#include[\s<"]/.test(this.#text.slice(this.#at, this.#at + 9))
      ) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#text.length : end;
        continue;
      } else if (next === '' || !/\s/.test(next)) return broke;
      this.#at += 1;
    }
  }

  /** A word: quotes, brackets and parentheses hold spaces and commas together. */
  #word(): string {
    const start = this.#at;
    const open: string[] = [];
    for (; this.#at < this.#text.length; this.#at += 1) {
      const next = this.#text.charAt(this.#at);
      if (next === '\n') {
        if (open.length === 0) break;
        if (open.at(-1) !== ')')
          throw this.#fault('a bracket or quote that does not close', this.#line);
        this.#line += 1;
      } else if (next === '\\') this.#at += 1;
      else if (open.at(-1) === next) open.pop();
      else if (open.at(-1) === '"') continue;
      else if (next === '"') open.push('"');
      else if (next === '{' || next === '[' || next === '(') open.push(closing(next));
      else if (open.length === 0 && this.#ends(next, start)) break;
    }
    if (open.length > 0) throw this.#fault('a bracket or quote that does not close', this.#line);
    return this.#text.slice(start, Math.min(this.#at, this.#text.length)).replaceAll('"', '');
  }

  #ends(next: string, start: number): boolean {
    if (/[\s,}]/.test(next)) return true;
    // `@{NAME}=value` and `@{NAME}+=value` are three words.
    const word = this.#text.slice(start, this.#at);
    if (/^@\{\w{1,60}\}$/.test(word) && /^\+?=/.test(this.#text.slice(this.#at, this.#at + 2)))
      return true;
    if (word !== '=' && word !== '+=') return false;
    return true;
  }

  #fault(found: string, line: number): FormatError {
    const shown = found.length > 120 ? `${found.slice(0, 117)}...` : found;
    return new FormatError(
      'APPARMOR_INVALID',
      `Cannot read ${this.#what}: line ${line} has ${shown}, wanted an AppArmor profile`,
      { line },
    );
  }
}

const closing = (bracket: string): string => ({ '{': '}', '[': ']' })[bracket] ?? ')';

/** Statements that end with their line: includes and variables. */
function isLined([first = '', second = '']: readonly string[]): boolean {
  if (first === 'include' || first === '#include') return second !== '';
  return /^[@$]\{?\w+\}?$/.test(first) && /^\+?=/.test(second);
}

function isPreamble([first = '']: readonly string[], end: Statement['end']): boolean {
  if (end === 'line')
    return first.endsWith('include') || first.startsWith('@{') || first.startsWith('$');
  return first === 'abi' || first === 'alias' || first === '';
}

const isPath = (word: string): boolean => /^(?:\/|@\{|\{|\*\*)/.test(word);

/** `rw`, `mrix`, `Pix`, `cux`: letters of access in any order. */
const isAccess = (word: string): boolean => /^[rwamlkdxiuUpPcC]{1,12}$/.test(word);
