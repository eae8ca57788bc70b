import type { YamlComment } from '../../formats/yaml-tree.ts';
import { problemOf } from '../../model/index.ts';
import { commentIgnores } from '../comments.ts';
import type { Comment, Lines, Scopes } from '../comments.ts';
import type {
  CheckFamily,
  Decision,
  InlineIgnore,
  Opened,
  SourceFile,
  Surroundings,
} from '../contract.ts';
import { BesideReader } from './beside.ts';
import { decisionsOf } from './decide.ts';
import { loadProject } from './load.ts';
import type { LoadedProject, ReadFile } from './load.ts';
import type { Part } from './part.ts';
import { rules } from './rules/index.ts';
import { servicesOf } from './services.ts';
import { fileSets, saysWhatItRuns } from './sets.ts';
import type { FileSet } from './sets.ts';
import type { ComposeView } from './view.ts';
import { append } from '../../model/append.ts';

/** Compose projects: one view for the project and one for each of its services. */
export const compose: CheckFamily<ComposeView> = {
  id: 'compose',
  examplePath: 'compose.yaml',
  rules,
  open: openProjects,
};

/** Opens the projects that the given files make; files that they refer to are read around them. */
export function openProjects(
  files: readonly SourceFile[],
  around: Surroundings,
): Opened<ComposeView> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const read: ReadFile = (path) => texts.get(path) ?? around.read(path);
  const quietly: ReadFile = (path) => {
    try {
      return read(path);
    } catch {
      // A file beside the project that may not be read is no part of it.
      return undefined;
    }
  };
  const alone = (path: string): boolean => saysWhatItRuns(loadProject([path], quietly).root);
  const opened = fileSets([...texts.keys()], quietly, alone).map((set) => openProject(set, read));
  return {
    views: opened.flatMap(({ views }) => views),
    unread: distinct(opened.flatMap(({ unread = [] }) => unread)),
    ignores: distinct(opened.flatMap(({ ignores = [] }) => ignores)),
    decisions: opened.flatMap(({ decisions = [] }) => decisions),
    notes: distinct(opened.flatMap(({ notes = [] }) => notes)),
  };
}

function openProject({ paths, over }: FileSet, read: ReadFile): Opened<ComposeView> {
  const subject = over ?? paths[0] ?? '';
  try {
    const project = loadProject(paths, read);
    const services = servicesOf(project.root);
    const own = over === undefined ? undefined : new Set([over]);
    const whole: ComposeView = { subject, project, services, own };
    // A file that could not be read at all has nothing to judge.
    const views = project.files.length === 0 ? [] : [whole];
    const unread = [...project.unread];
    const reader = new BesideReader(read, unread);
    const decisions: Decision[] = [];
    for (const service of services) {
      const beside = reader.beside(service);
      views.push({ ...whole, subject: `${subject}/${service.name}`, service, beside });
      append(decisions, decisionsOf(service, beside));
    }
    return { views, unread, ignores: ignoresOf(project), decisions, notes: reader.notes };
  } catch (error) {
    const location = { file: { path: subject } };
    return {
      views: [],
      unread: [{ subject, ...problemOf(error), location }],
    };
  }
}

function ignoresOf(project: LoadedProject): readonly InlineIgnore[] {
  const parts = partsByFile(project.root);
  return project.comments.flatMap(({ path, text, comments }) =>
    commentIgnores(
      path,
      comments.map((one) => commentOf(one, text)),
      scopesOf(parts.get(path) ?? []),
    ),
  );
}

function commentOf({ text, place }: YamlComment, whole: string): Comment {
  const before = whole.slice(place.offset - place.column + 1, place.offset);
  return { line: place.line, text: text.replace(/^#+/, '').trim(), trailing: before.trim() !== '' };
}

/** Extents of the members of each file, larger ones first. */
function partsByFile(root: Part): ReadonlyMap<string, Lines[]> {
  const files = new Map<string, Lines[]>();
  const todo: Part[] = [root];
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part.kind === 'scalar' || part.at.key !== undefined || part !== root) {
      const { path, key, value } = part.at;
      const lines = files.get(path) ?? [];
      files.set(path, lines);
      lines.push({ first: (key ?? value).start.line, last: value.end.line });
    }
    if (part.kind === 'list') append(todo, part.items);
    else if (part.kind === 'mapping') append(todo, part.members.values());
  }
  for (const lines of files.values())
    lines.sort((one, other) => one.first - other.first || other.last - one.last);
  return files;
}

/** The field that begins at or after a line; the largest field around it is its service. */
function scopesOf(parts: readonly Lines[]): Scopes {
  return {
    next: (line) => parts.find(({ first }) => first >= line),
    block: (line) => {
      const inside = parts.filter(({ first, last }) => first <= line && last >= line);
      // The first that encloses the line is the list of services, the second the service.
      return inside[1] ?? inside[0] ?? parts.find(({ first }) => first >= line);
    },
  };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const known = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...known.values()];
}
