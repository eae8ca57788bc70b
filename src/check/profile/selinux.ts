import { parseCil, parseTypeEnforcement } from '../../formats/selinux.ts';
import type { SelinuxPart, SelinuxStatement } from '../../formats/selinux.ts';
import { problemOf } from '../../model/index.ts';
import type { Location } from '../../model/index.ts';
import type { CheckRule, Opened, SourceFile, Unread, View } from '../contract.ts';

/** A file of SELinux policy. A stranger wrote it. */
export interface SelinuxView extends View {
  readonly path: string;
  readonly language: 'te' | 'cil';
  /** Every statement, those inside blocks too, in order. */
  readonly statements: readonly SelinuxStatement[];
}

/** A rule about SELinux policies. */
export type SelinuxRule = CheckRule<SelinuxView>;

/** The notebook of the project, where the language is described. */
export const selinuxNotebook: string = 'https://github.com/SELinuxProject/selinux-notebook';

/** An allow rule in either language. */
export interface AllowRule {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly classes: readonly string[];
  /** `*` for all, `~` when it is all but those named. */
  readonly permissions: readonly string[];
  readonly line: number;
}

/** Reads policies; what is none is told as unread. */
export function openSelinux(files: readonly SourceFile[]): Opened<SelinuxView> {
  const views: SelinuxView[] = [];
  const unread: Unread[] = [];
  for (const { path, text } of files) {
    try {
      const what = `the file "${path}"`;
      const cil = /\.cil$/i.test(path);
      const statements = cil ? parseCil(text, what) : parseTypeEnforcement(text, what);
      views.push({
        subject: path,
        path,
        language: cil ? 'cil' : 'te',
        statements: [...flat(statements)],
      });
    } catch (error) {
      const location = { file: { path } };
      unread.push({ subject: path, ...problemOf(error), location });
    }
  }
  return { views, unread };
}

function* flat(statements: readonly SelinuxStatement[]): Generator<SelinuxStatement> {
  for (const statement of statements) {
    yield statement;
    yield* flat(statement.inner);
  }
}

/** A line of the file as a place of a finding. */
export function lineOf({ path }: SelinuxView, line: number): Location {
  return { file: { path, startLine: line, endLine: line } };
}

/** Every word of a part. */
export function wordsOf(part: SelinuxPart | undefined): readonly string[] {
  if (part === undefined) return [];
  return typeof part === 'string' ? [part] : part.flatMap((one) => wordsOf(one));
}

/** Every allow rule of a file: `allow a b:file { read };` and `(allow a b (file (read)))`. */
export function allowRules({ statements, language }: SelinuxView): readonly AllowRule[] {
  return statements
    .filter(({ kind }) => kind === 'allow')
    .flatMap(({ parts, line }) => {
      if (language === 'te') return teRule(parts, line);
      const [source, target, given] = parts;
      const [name, ...permissions] =
        typeof given === 'string' || given === undefined ? [given ?? ''] : given;
      const all = permissions.flatMap((one) => wordsOf(one));
      return [
        {
          sources: wordsOf(source),
          targets: wordsOf(target),
          classes: wordsOf(name),
          permissions: cilPermissions(all),
          line,
        },
      ];
    });
}

/** `source target : class permissions`, each one a word or a set; `~` stands before the set it turns round. */
function teRule(parts: readonly SelinuxPart[], line: number): readonly AllowRule[] {
  const colon = parts.indexOf(':');
  if (colon < 2) return [];
  const before = parts.slice(0, colon);
  const [classes, ...permissions] = parts.slice(colon + 1);
  return [
    {
      sources: wordsOf(before[0]),
      targets: before.slice(1).flatMap((one) => wordsOf(one)),
      classes: wordsOf(classes),
      permissions: permissions.flatMap((one) => wordsOf(one)),
      line,
    },
  ];
}

const cilPermissions = (words: readonly string[]): readonly string[] =>
  words.map((word) => (word === 'all' ? '*' : word === 'not' ? '~' : word));
