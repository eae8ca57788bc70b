import { posix } from 'node:path';
import { readDotenv } from '../../formats/dotenv.ts';
import { parseDockerfile } from '../../formats/dockerfile/parse.ts';
import { modelOf } from '../../formats/dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../../formats/dockerfile/stages.ts';
import { LimitError, limits, problemOf } from '../../model/index.ts';
import type { ReportNote } from '../../model/index.ts';
import type { Unread } from '../contract.ts';
import { joinedPath } from './load.ts';
import type { ReadFile } from './load.ts';
import { isTrue, itemsOf, member, placeOf, textOf, unresolvedIn } from './part.ts';
import type { Part } from './part.ts';
import type { ComposeService } from './services.ts';

/** A variable that a service gets from an environment file. */
export interface FileVariable {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly line: number;
}

/** The Dockerfile that a service is built from, and the stage that it runs. */
export interface Built {
  readonly path: string;
  readonly file: Dockerfile;
  readonly stage: Stage;
}

/** What a service brings from files beside the project. */
export interface Beside {
  /** Variables of its environment files that it does not set itself; of a name given twice the last. */
  readonly variables: readonly FileVariable[];
  /** Absent when it is not built, or from what is not here. */
  readonly built?: Built;
  /** Path of a Dockerfile that is not here. */
  readonly lost?: string;
}

/** Reads what services bring from other files, each file once; what cannot be read is told. */
export class BesideReader {
  readonly #read: ReadFile;
  readonly #unread: Unread[];
  /** What is not here because it belongs to whoever starts the project, as environment files do. */
  readonly notes: ReportNote[] = [];
  readonly #environments = new Map<string, readonly FileVariable[] | undefined>();
  readonly #dockerfiles = new Map<string, Dockerfile | undefined>();

  constructor(read: ReadFile, unread: Unread[]) {
    this.#read = read;
    this.#unread = unread;
  }

  beside(service: ComposeService): Beside {
    const variables = new Map<string, FileVariable>();
    for (const item of itemsOf(service.all.members.get('env_file')))
      for (const one of this.#environment(item, service)) variables.set(one.name, one);
    for (const { name } of service.environment) variables.delete(name);
    return { variables: [...variables.values()], ...this.#built(service) };
  }

  #environment(item: Part, { name }: ComposeService): readonly FileVariable[] {
    const part = item.kind === 'mapping' ? item.members.get('path') : item;
    const text = textOf(part);
    if (part === undefined || text === undefined) return [];
    const place = placeText(part);
    const unset = unresolvedIn(part).join(', ');
    if (unset !== '') {
      const said = `${place} names an environment file by ${unset}, which has no value here: its variables were not judged`;
      this.#note({ id: 'check.environment-unset', params: { place, names: unset }, text: said });
      return [];
    }
    const path = joinedPath(posix.dirname(part.at.path), text);
    const raw = textOf(member(item, 'format')) === 'raw';
    const known = this.#once(this.#environments, `${raw ? 'raw' : ''}\0${path}`, part, () =>
      this.#variables(path, raw),
    );
    const required = member(item, 'required');
    if (known === undefined && (required === undefined || isTrue(required))) {
      const said = `The environment file "${path}" of service ${name} is not there: its variables were not judged`;
      this.#note({ id: 'check.environment-absent', params: { path, service: name }, text: said });
    }
    return known ?? [];
  }

  #variables(path: string, raw: boolean): readonly FileVariable[] | undefined {
    const text = this.#read(path);
    if (text === undefined) return undefined;
    if (!raw) {
      return readDotenv(text).variables.flatMap(({ name, value, line }) =>
        value === undefined ? [] : [{ name, value, path, line }],
      );
    }
    return text.split('\n').flatMap((one, at) => {
      const [, name, value = ''] = /^\s*([^#=\s][^=\s]*)=(.*)$/.exec(one.replace(/\r$/, '')) ?? [];
      return name === undefined ? [] : [{ name, value, path, line: at + 1 }];
    });
  }

  #built({ build }: ComposeService): Pick<Beside, 'built' | 'lost'> {
    if (build === undefined || member(build, 'dockerfile_inline') !== undefined) return {};
    const context = textOf(build.members.get('context')) ?? '.';
    const name = textOf(build.members.get('dockerfile')) ?? 'Dockerfile';
    // A repository or an archive elsewhere, or what only the environment tells.
    if (/^(?:[a-z][a-z0-9+.-]*:|git@|github\.com\/)/i.test(context)) return {};
    if (unresolvedIn(build.members.get('context')).length > 0) return {};
    if (unresolvedIn(build.members.get('dockerfile')).length > 0) return {};
    const path = joinedPath(joinedPath(posix.dirname(build.at.path), context), name);
    const file = this.#once(this.#dockerfiles, path, build, () => {
      const text = this.#read(path);
      return text === undefined ? undefined : modelOf(parseDockerfile(text));
    });
    if (file === undefined) return { lost: path };
    const target = textOf(build.members.get('target'))?.toLowerCase();
    const stage =
      target === undefined
        ? file.target
        : file.stages.find((one) => one.name === target || String(one.index) === target);
    return stage === undefined ? { lost: path } : { built: { path, file, stage } };
  }

  /** A file read once; one that may not be read is told, and is as one that is not there. */
  #once<T>(known: Map<string, T | undefined>, key: string, at: Part, read: () => T): T | undefined {
    if (known.has(key)) return known.get(key);
    let value: T | undefined;
    try {
      if (known.size >= limits.compose_files.value)
        throw new LimitError('compose_files', 'the files that services name', known.size);
      value = read();
    } catch (error) {
      const location = placeOf(at);
      const subject = location.file?.path ?? '';
      this.#unread.push({ subject, ...problemOf(error), location });
    }
    known.set(key, value);
    return value;
  }

  #note(note: ReportNote): void {
    if (!this.notes.some(({ text }) => text === note.text)) this.notes.push(note);
  }
}

function placeText(part: Part): string {
  const { path, startLine = 0 } = placeOf(part).file ?? { path: part.at.path };
  return `${path}:${startLine}`;
}
