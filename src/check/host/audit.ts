import { append } from '../../model/append.ts';
/**
 * Rules of auditd as data. Two spellings mean the same: `-w /path -p rwxa -k key` and
 * `-a always,exit -F path=/path -F perm=rwxa -F key=key` (audit.rules(7)).
 */
export interface AuditRule {
  readonly text: string;
  /** File or folder that is watched; empty for a rule about system calls alone. */
  readonly path: string;
  readonly calls: readonly string[];
  /** Fields that narrow the rule, `path`, `dir`, `perm`, `key` and `arch` left out. */
  readonly filters: readonly string[];
  readonly key: string;
  /** True for rules that make records; `never` rules take them away. */
  readonly records: boolean;
}

/** Reads one line; undefined for comments, settings (`-b`, `-D`, `-e`) and what is none. */
export function auditRule(line: string): AuditRule | undefined {
  const words = line.trim().split(/\s+/);
  let path = '';
  let key = '';
  let isRule = false;
  let records = true;
  const calls: string[] = [];
  const filters: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = words[at + 1] ?? '';
    if (word === '-w') {
      path = trimmed(next);
      isRule = true;
    } else if (word === '-k') key = next;
    else if (word === '-a' || word === '-A') {
      isRule = true;
      records = next.split(',').includes('always');
    } else if (word === '-S') append(calls, next.split(','));
    else if (word === '-F' || word === '-C') {
      const [, name = '', value = ''] =
        /^([a-z0-9_]+)(?:=|!=|>=|<=|>|<|&=|&)(.*)$/.exec(next) ?? [];
      if (name === 'path' || name === 'dir') path = trimmed(value);
      else if (name === 'key') key = value;
      else if (name !== 'arch' && name !== 'perm') filters.push(next);
    }
  }
  return isRule && !line.trim().startsWith('#')
    ? { text: line.trim(), path, calls, filters, key, records }
    : undefined;
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/(?<!\/)\/+$/, '') : path;
}

/** The rules of many lines. */
export function auditRulesOf(lines: readonly string[]): readonly AuditRule[] {
  return lines.flatMap((line) => auditRule(line) ?? []);
}

/** Whether a rule records what happens to a file: by its own path, or by a folder above it. */
export function watches(rules: readonly AuditRule[], path: string): boolean {
  return rules.some(
    (rule) =>
      rule.records && rule.path !== '' && (rule.path === path || path.startsWith(`${rule.path}/`)),
  );
}

/** Rules that record every start of a program. */
export function execRules(rules: readonly AuditRule[]): readonly AuditRule[] {
  return rules.filter(
    (rule) =>
      rule.records &&
      rule.calls.some((call) => call === 'execve' || call === 'execveat' || call === 'all'),
  );
}

/** Whether a rule about system calls is narrowed to some programs, users or processes. */
export function isScoped(rule: AuditRule): boolean {
  return rule.path !== '' || rule.filters.some((filter) => narrowing.test(filter));
}

const narrowing =
  /^(?:a?uid|euid|gid|egid|exe|pid|ppid|subj_\w+|sessionid|exit|success|obj_\w+|loginuid)/;
