import { readPlacedJson } from '../../formats/json-places.ts';
import type { JsonPlace } from '../../formats/json-places.ts';
import type { LineSpan } from '../../formats/json-spans.ts';
import { listOf, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { problemOf } from '../../model/index.ts';
import type { Location } from '../../model/index.ts';
import type { CheckRule, Opened, SourceFile, Unread, View } from '../contract.ts';

/** A value that the file gives, and its lines. A stranger wrote it. */
export interface Given<T> {
  readonly value: T;
  readonly lines: LineSpan;
}

/** A condition on an argument of a call. */
export interface SeccompArgument {
  readonly index: number | undefined;
  readonly op: string | undefined;
  readonly lines: LineSpan;
}

/** One entry of `syscalls`. */
export interface SeccompBlock {
  readonly lines: LineSpan;
  readonly names: readonly Given<string>[];
  readonly action: Given<string>;
  readonly errno: number | undefined;
  readonly args: readonly SeccompArgument[];
  /** Capabilities without which the block does not count (Docker's form). */
  readonly capabilities: readonly string[];
  /** Go names of architectures that the block is for (Docker's form); empty: all. */
  readonly arches: readonly string[];
  /** True when something (a capability, an architecture) switches the block off. */
  readonly excluded: boolean;
  /** True when the call stands under `name`, as before Docker 1.13. */
  readonly legacy: boolean;
  /** True when `name` and `names` are both there, which Docker refuses. */
  readonly both: boolean;
}

/** A seccomp profile in Docker's form or that of the OCI runtime specification. */
export interface SeccompView extends View {
  readonly path: string;
  readonly text: string;
  readonly lines: LineSpan;
  readonly defaultAction: Given<string>;
  readonly defaultErrno: number | undefined;
  /** Of `architectures` and of `archMap` with its `subArchitectures`. */
  readonly architectures: readonly Given<string>[];
  /** True when both lists are given, which Docker refuses. */
  readonly bothLists: boolean;
  readonly blocks: readonly SeccompBlock[];
}

/** A rule about seccomp profiles. */
export type SeccompRule = CheckRule<SeccompView>;

/** Docker's page on seccomp profiles. */
export const seccompPage: string = 'https://docs.docker.com/engine/security/seccomp/';

/** The part of the OCI runtime specification on seccomp. */
export const ociSeccompPage: string =
  'https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp';

/** Reads profiles; what is no JSON is told as unread. */
export function openSeccomp(files: readonly SourceFile[]): Opened<SeccompView> {
  const views: SeccompView[] = [];
  const unread: Unread[] = [];
  for (const file of files) {
    try {
      views.push(viewOf(file));
    } catch (error) {
      const location = { file: { path: file.path } };
      unread.push({ subject: file.path, ...problemOf(error), location });
    }
  }
  return { views, unread };
}

/** Lines of the file as a place of a finding. */
export function linesAt({ path }: { readonly path: string }, lines: LineSpan): Location {
  return { file: { path, startLine: lines.startLine, endLine: lines.endLine } };
}

function viewOf({ path, text }: SourceFile): SeccompView {
  const { value, place } = readPlacedJson(text, `the file "${path}"`);
  const whole = objectOf(value);
  // A whole runtime configuration has the profile inside.
  const inside = objectOf(objectOf(whole['linux'])['seccomp']);
  const nested = 'defaultAction' in inside;
  const profile = nested ? inside : whole;
  const at = nested ? (place.parts.get('linux')?.parts.get('seccomp') ?? place) : place;
  const lines = at.lines;
  const list = at.parts.get('syscalls');
  return {
    subject: path,
    path,
    text,
    lines,
    defaultAction: {
      value: textOf(profile['defaultAction']) ?? '',
      lines: at.parts.get('defaultAction')?.lines ?? lines,
    },
    defaultErrno: numberOf(profile['defaultErrnoRet']),
    architectures: architecturesOf(profile, at),
    bothLists: listOf(profile['architectures']).length > 0 && listOf(profile['archMap']).length > 0,
    blocks: listOf(profile['syscalls']).map((block, index) =>
      blockOf(objectOf(block), list?.parts.get(String(index)) ?? at),
    ),
  };
}

function architecturesOf(profile: JsonObject, at: JsonPlace): readonly Given<string>[] {
  const plain = placedTexts(profile['architectures'], at.parts.get('architectures') ?? at);
  const map = at.parts.get('archMap') ?? at;
  const mapped = listOf(profile['archMap']).flatMap((row, index) => {
    const place = map.parts.get(String(index)) ?? map;
    const name = textOf(objectOf(row)['architecture']);
    const first = name === undefined ? [] : [{ value: name, lines: place.lines }];
    const further = placedTexts(
      objectOf(row)['subArchitectures'],
      place.parts.get('subArchitectures') ?? place,
    );
    return [...first, ...further];
  });
  return [...plain, ...mapped];
}

function blockOf(block: JsonObject, at: JsonPlace): SeccompBlock {
  const includes = objectOf(block['includes']);
  const excludes = objectOf(block['excludes']);
  const legacy = textOf(block['name']);
  const names = placedTexts(block['names'], at.parts.get('names') ?? at);
  const old =
    legacy === undefined || legacy === ''
      ? []
      : [{ value: legacy, lines: at.parts.get('name')?.lines ?? at.lines }];
  const args = at.parts.get('args') ?? at;
  return {
    lines: at.lines,
    names: [...old, ...names],
    action: {
      value: textOf(block['action']) ?? '',
      lines: at.parts.get('action')?.lines ?? at.lines,
    },
    errno: numberOf(block['errnoRet']),
    args: listOf(block['args']).map((arg, index) => ({
      index: numberOf(objectOf(arg)['index']),
      op: textOf(objectOf(arg)['op']),
      lines: args.parts.get(String(index))?.lines ?? args.lines,
    })),
    capabilities: textsOf(includes['caps']),
    arches: textsOf(includes['arches']),
    excluded: textsOf(excludes['caps']).length + textsOf(excludes['arches']).length > 0,
    legacy: old.length > 0,
    both: old.length > 0 && names.length > 0,
  };
}

function placedTexts(value: unknown, at: JsonPlace): readonly Given<string>[] {
  return listOf(value).flatMap((item, index) => {
    const text = textOf(item);
    return text === undefined
      ? []
      : [{ value: text, lines: at.parts.get(String(index))?.lines ?? at.lines }];
  });
}
