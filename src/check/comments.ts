import type { InlineIgnore } from './contract.ts';

/** A comment of a file, without its mark. A stranger wrote it. */
export interface Comment {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** True when something else stands before it on the line. */
  readonly trailing: boolean;
}

/** A span of lines, from 1, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** What a comment is about, as the syntax of the file has it. */
export interface Scopes {
  /** The instruction, or the field with its value, that begins at or after a line. */
  readonly next: (line: number) => Lines | undefined;
  /** The block that encloses a line: the stage, the service, the object. Absent: the same as `next`. */
  readonly block?: (line: number) => Lines | undefined;
}

/** What one comment asks for. */
interface Wish {
  readonly ids: readonly string[];
  readonly scope: 'next' | 'line' | 'block' | 'file';
  readonly reason?: string;
  readonly expires?: string;
}

/** How one tool's users write it. Patterns are linear: comments may be long. */
interface Dialect {
  readonly origin: string;
  readonly read: (text: string) => readonly Wish[];
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[,\s]+/).filter((one) => one !== '');

const rest = (text: string | undefined): string => (text ?? '').trim();

/** `plimsoll ignore=RULE[,RULE] [until=DATE] reason`, `ignore-block=…`, `ignore-file=…`. */
const own: Dialect = {
  origin: 'plimsoll',
  read: (text) => {
    const found = /^plimsoll[ :]ignore(-file|-block)?=(\S+)(?!\S)(.*)$/i.exec(text);
    if (found === null) return [];
    const [, where, ids, tail = ''] = found;
    const until = /^\s*until=(\d{4}-\d{2}-\d{2})(.*)$/.exec(tail);
    const scope = where === undefined ? 'next' : where === '-file' ? 'file' : 'block';
    return [
      {
        ids: list(ids),
        scope,
        reason: rest(until?.[2] ?? tail),
        ...(until?.[1] === undefined ? {} : { expires: until[1] }),
      },
    ];
  },
};

/** `hadolint ignore=DL3008,SC1035`, `hadolint global ignore=…`. */
const hadolint: Dialect = {
  origin: 'hadolint',
  read: (text) => {
    const found = /^hadolint\s(\s*global\s)?\s*ignore\s*=(.*)$/.exec(text);
    if (found === null) return [];
    return [{ ids: list(found[2]), scope: found[1] === undefined ? 'next' : 'file' }];
  },
};

/** `shellcheck disable=SC2086,SC2046`: speaks of the script below it. */
const shellcheck: Dialect = {
  origin: 'shellcheck',
  read: (text) => {
    const found = /^shellcheck\s+disable=([^\s#]*)/.exec(text);
    if (found === null) return [];
    return [{ ids: list(found[1]).filter((id) => /^SC\d{4}$/.test(id)), scope: 'next' }];
  },
};

/** `check=skip=Rule,Rule;error=true`: BuildKit's directive. */
const buildkit: Dialect = {
  origin: 'buildkit',
  read: (text) => {
    const found = /^check\s*=\s*(?!\s)(.*)$/i.exec(text);
    if (found === null) return [];
    return (found[1] ?? '').split(';').flatMap((part): Wish[] => {
      const skip = /^\s*skip\s*=(.*)$/.exec(part);
      if (skip === null) return [];
      const ids = list(skip[1]).map((id) => (id.toLowerCase() === 'all' ? 'buildkit:*' : id));
      return [{ ids, scope: 'file' }];
    });
  },
};

/** `trivy:ignore:DS-0002 trivy:ignore:AVD-DS-0026:exp:2027-01-01`. */
const trivy: Dialect = {
  origin: 'trivy',
  read: (text) =>
    text.split(/\s+/).flatMap((word): Wish[] => {
      // With parameters it speaks of one value of a field: taken for the whole id, it would hide more.
      const found = /^(?:trivy|tfsec):ignore:([^:[\]]+(?:\[[^\]]*\])?)(?::(.*))?$/.exec(word);
      if (found === null) return [];
      const until = /(?:^|:)exp:(\d{4}-\d{2}-\d{2})/.exec(found[2] ?? '')?.[1];
      return [
        {
          ids: [found[1] ?? ''],
          scope: 'next',
          ...(until === undefined ? {} : { expires: until }),
        },
      ];
    }),
};

/** `checkov:skip=CKV_DOCKER_2:reason`: works on the whole Dockerfile, or the object around it. */
const checkov: Dialect = {
  origin: 'checkov',
  read: (text) => {
    const found = /^(?:checkov|bridgecrew):skip=([\w]+)(?::(.*))?$/.exec(text);
    return found === null
      ? []
      : [{ ids: [found[1] ?? ''], scope: 'block', reason: rest(found[2]) }];
  },
};

/** `kics-scan ignore`, `ignore-line`, `ignore-block`, `disable=id,id`. */
const kics: Dialect = {
  origin: 'kics',
  read: (text) => {
    const found = /^kics-scan\s+(?:(ignore-line|ignore-block|ignore)(?:\s|$)|disable=(.*)$)/.exec(
      text,
    );
    if (found === null) return [];
    const [, word, tail] = found;
    if (word === undefined) return [{ ids: list(tail), scope: 'file' }];
    const scope = word === 'ignore' ? 'file' : word === 'ignore-line' ? 'line' : 'block';
    return [{ ids: ['*'], scope }];
  },
};

/** Every syntax that is understood; a new one is one entry. */
const dialects: readonly Dialect[] = [own, hadolint, shellcheck, buildkit, trivy, checkov, kics];

/** Characters of a comment that are looked at. */
const mostLooked = 2000;

/** What the comments of a file ask to leave out, in the syntax of whatever tool they were written for. */
export function commentIgnores(
  path: string,
  comments: readonly Comment[],
  scopes: Scopes,
): readonly InlineIgnore[] {
  return comments.flatMap((comment) => {
    const text = comment.text.slice(0, mostLooked).trim();
    return dialects.flatMap(({ origin, read }) =>
      read(text)
        .filter(({ ids }) => ids.length > 0)
        .map((wish) => ignoreOf(wish, { path, origin, comment, scopes })),
    );
  });
}

function ignoreOf(
  { ids, scope, reason = '', expires }: Wish,
  at: {
    readonly path: string;
    readonly origin: string;
    readonly comment: Comment;
    readonly scopes: Scopes;
  },
): InlineIgnore {
  const { path, origin, comment } = at;
  const lines = scope === 'file' ? undefined : linesOf(scope, comment, at.scopes);
  return {
    ids,
    path,
    line: comment.line,
    reason,
    origin,
    ...(lines === undefined ? {} : { lines }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** A comment behind something speaks of that; one on a line of its own of what follows. */
function linesOf(scope: Exclude<Wish['scope'], 'file'>, comment: Comment, scopes: Scopes): Lines {
  const { line, trailing } = comment;
  const here = { first: line, last: line };
  if (scope === 'line') return trailing ? here : { first: line + 1, last: line + 1 };
  const start = trailing ? line : line + 1;
  if (scope === 'block') return (scopes.block ?? scopes.next)(start) ?? here;
  return scopes.next(start) ?? here;
}
