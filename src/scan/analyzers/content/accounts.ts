import type { FileMark } from '../../../model/index.ts';
import { LimitError, printable } from '../../../model/index.ts';
import type { FileAnalyzer } from '../contract.ts';

/** Bytes of a file of accounts; larger ones are nobody's. */
const mostBytes = 4 * 2 ** 20;
/** Faults that one file may have before the rest is not told. */
const mostMarks = 100;

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

function rowsOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((row, at) => ({ fields: row.split(':'), line: at + 1 }))
    .filter(({ fields: [name = '', ...rest] }) => rest.length > 0 && !/^(?:[#+-]|$)/.test(name));
}

/** An empty second field lets anybody in; `x` in passwd leaves the word to shadow. */
function emptyPasswords(rows: readonly Row[]): readonly FileMark[] {
  return rows
    .filter(({ fields: [, password] }) => password === '')
    .map(({ fields: [name = ''], line }) => ({
      kind: 'empty-password',
      what: printable(name),
      line,
    }));
}

/** Names and numbers that stand in several rows. */
function duplicates(kind: string, rows: readonly Row[]): readonly FileMark[] {
  const told = (what: string, row: Row | undefined): FileMark => ({
    kind: 'duplicate-account',
    what: printable(what),
    ...(row === undefined ? {} : { line: row.line }),
  });
  const byName = Map.groupBy(rows, ({ fields: [name = ''] }) => name);
  const byId = Map.groupBy(
    rows.filter(({ fields: [, , id = ''] }) => id !== ''),
    ({ fields: [, , id = ''] }) => id,
  );
  const names = [...byName].flatMap(([name, same]) =>
    same.length < 2 ? [] : [told(`${kind} ${name} stands ${same.length} times`, same[1])],
  );
  const ids = [...byId].flatMap(([id, same]) => {
    const different = new Set(same.map(({ fields: [name = ''] }) => name));
    return different.size < 2
      ? []
      : [told(`${kind} id ${id}: ${[...different].slice(0, 8).join(', ')}`, same[1])];
  });
  return [...names, ...ids];
}

/** Accounts without a password, and those that share a name or number. */
export const accounts: FileAnalyzer = {
  id: 'accounts',
  version: 1,
  type: 'os',
  finds: 'content',
  files: ['etc/passwd', 'etc/group', 'etc/shadow'],
  wants: (path) => path === 'etc/passwd' || path === 'etc/group' || path === 'etc/shadow',
  wantsHead: () => true,
  read: ({ path, bytes, text }) => {
    if (bytes.length > mostBytes) throw new LimitError('text_bytes', `"${path}"`, bytes.length);
    const rows = rowsOf(text());
    const marks =
      path === 'etc/shadow'
        ? emptyPasswords(rows)
        : path === 'etc/group'
          ? duplicates('group', rows)
          : [...emptyPasswords(rows), ...duplicates('user', rows)];
    return { marks: marks.slice(0, mostMarks) };
  },
};
