import { basename, dirname, join, resolve } from 'node:path';
import { CheckError } from '../check/errors.ts';
import { objectOf, textOf } from '../formats/json-values.ts';
import { readYaml } from '../formats/yaml.ts';
import { systemClock } from '../io/clock.ts';
import { kindOfPath } from '../io/contained-folder.ts';
import { surroundings } from '../io/process.ts';
import { runProgram } from '../io/run-program.ts';
import { errorText, limits, printable, problemOf } from '../model/index.ts';
import type { Finding, ReportError } from '../model/index.ts';
import type { CheckSource, CheckSources } from './check-sources.ts';
import { kustomizationsOf } from './kustomizations.ts';
import type { Kustomization } from './kustomizations.ts';

/** Milliseconds for one chart, and for all of a run: a stranger may have written them. */
const longest = 30_000;
const longestOfAll = 300_000;

/** Where the programs are looked for. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts what Helm charts and kustomize folders make in the place of their parts: templates are no
 * manifests, and bases and patches only become what a cluster gets together. The user's own `helm`
 * and `kustomize` (or `kubectl`) render them; what cannot be rendered is one error per folder.
 */
export async function withCharts(
  found: CheckSources,
  environment: Environment = surroundings().environment,
): Promise<CheckSources> {
  const errors: ReportError[] = [...found.errors];
  const { root = '' } = found;
  const { charts, left, alone } = chartsOf(found.sources, root);
  for (const folder of alone) errors.push(partOfChart(folder));
  const { roots, parts } = kustomizationsOf(left, root);
  const rendered: CheckSource[] = [];
  const hidden = new Set(parts);
  const end = systemClock.now() + longestOfAll;
  const jobs = [
    ...charts.map((folder) => ({
      folder,
      replaces: [],
      run: () => helm({ folder, root }, environment),
    })),
    ...roots.map((one) => ({
      folder: one.folder,
      replaces: one.files,
      run: () => kustomize({ ...one, root }, environment),
    })),
  ];
  for (const { folder, replaces, run } of jobs) {
    try {
      if (systemClock.now() > end) throw refused(folder, 'the time for all of them is used up');
      const text = await run();
      rendered.push({ path: folder, named: true, as: 'kubernetes', read: () => text });
      for (const file of replaces) hidden.add(file);
    } catch (error) {
      const location = { file: { path: folder } };
      errors.push({ ...problemOf(error), location });
    }
  }
  const kept = left.filter(({ path }) => !hidden.has(path));
  return { ...found, errors, sources: [...kept, ...rendered] };
}

/** Findings without edits of texts that were rendered: there is no file to edit. */
export function withoutRenderedEdits(
  findings: readonly Finding[],
  sources: readonly CheckSource[],
): readonly Finding[] {
  const paths = new Set(sources.flatMap(({ as, path }) => (as === undefined ? [] : [path])));
  if (paths.size === 0) return findings;
  return findings.map((finding) => {
    const { misconfiguration } = finding;
    if (misconfiguration?.edits?.some(({ path }) => paths.has(path)) !== true) return finding;
    const { edits: _, review: __, ...rest } = misconfiguration;
    return { ...finding, misconfiguration: { ...rest, noEdit: 'rendered' } };
  });
}

interface Charts {
  /** Folders of charts to render, no chart of another's `charts/` among them. */
  readonly charts: readonly string[];
  /** Sources that are no template. */
  readonly left: readonly CheckSource[];
  /** Charts of which only a part was named. */
  readonly alone: readonly string[];
}

function chartsOf(sources: readonly CheckSource[], root: string): Charts {
  const listed = new Map<string, CheckSource>();
  for (const source of sources) {
    if (basename(source.path) === 'Chart.yaml') listed.set(dirname(source.path), source);
  }
  const isChart = new Map<string, boolean>();
  const left: CheckSource[] = [];
  const found = new Set<string>();
  for (const source of sources) {
    const folder = chartAround(source.path, { isChart, root });
    if (folder === undefined) left.push(source);
    else found.add(folder);
  }
  const outer = [...found].filter(
    (folder) => ![...found, ...listed.keys()].some((one) => folder.startsWith(within(one))),
  );
  return {
    charts: outer.filter((folder) => {
      const source = listed.get(folder);
      return source !== undefined && !isLibrary(source);
    }),
    left,
    alone: outer.filter((folder) => !listed.has(folder)),
  };
}

function within(chart: string): string {
  return chart === '.' ? 'charts/' : `${chart}/charts/`;
}

/** The chart whose template a path is. */
function chartAround(
  path: string,
  { isChart, root }: { readonly isChart: Map<string, boolean>; readonly root: string },
): string | undefined {
  const steps = path.split('/');
  for (let at = steps.length - 2; at >= 0; at -= 1) {
    if (steps[at] !== 'templates') continue;
    const folder = steps.slice(0, at).join('/') || (path.startsWith('/') ? '/' : '.');
    let known = isChart.get(folder);
    known ??= holdsChart(join(root, folder));
    isChart.set(folder, known);
    if (known) return folder;
  }
  return undefined;
}

function holdsChart(folder: string): boolean {
  try {
    return kindOfPath(join(folder, 'Chart.yaml')) === 'file';
  } catch {
    return false;
  }
}

/** Charts that make no objects by themselves; what they hold is judged where it is used. */
function isLibrary({ read, path }: CheckSource): boolean {
  try {
    return textOf(objectOf(readYaml(read(), `the chart "${path}"`).value)['type']) === 'library';
  } catch {
    // helm tells what is wrong with it.
    return false;
  }
}

/** A folder, and where its path begins on the disk. */
interface Rooted {
  readonly folder: string;
  readonly root: string;
}

function helm({ folder, root }: Rooted, environment: Environment): Promise<string> {
  // No post-renderer, no validation against a cluster, no look-up of names: those are options.
  return render(folder, ['helm', 'template', 'plimsoll', resolve(root, folder)], environment);
}

async function kustomize(one: Kustomization & Rooted, environment: Environment): Promise<string> {
  const { folder, root, remote } = one;
  if (remote !== undefined) {
    throw refused(folder, `it names "${printable(remote.slice(0, 200))}", which is no file here`);
  }
  try {
    return await render(folder, ['kustomize', 'build', resolve(root, folder)], environment);
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
    return render(folder, ['kubectl', 'kustomize', resolve(root, folder)], environment);
  }
}

/** The program is not installed. */
class Absent extends CheckError {}

async function render(
  folder: string,
  [program = '', ...given]: readonly string[],
  environment: Environment,
): Promise<string> {
  let ended;
  try {
    ended = await runProgram({
      program,
      arguments: given,
      input: '',
      timeout: longest,
      maxBytes: limits.text_bytes.value,
      keepErrors: true,
      environment: boundedEnvironment(environment),
    });
  } catch (error) {
    const { code } = objectOf(error instanceof Error ? error.cause : undefined);
    if (code !== 'ENOENT') throw refused(folder, errorText(error));
    const wanted = program === 'helm' ? 'helm' : 'kustomize or kubectl';
    throw new Absent('CHECK_CHART', sentence(folder, `${wanted} is not installed`));
  }
  if (ended.exitCode === 0) return ended.output;
  // Programs wrap one error in the next: what is wrong stands last.
  const words = printable(ended.errors.trim().replaceAll(/\s+/g, ' ').slice(-300));
  throw refused(folder, `${program} ended with ${ended.exitCode}: ${words}`);
}

/**
 * No cluster, no plugins, no settings of the user's, and a proxy that answers nothing where a
 * program would ask the network after all.
 */
function boundedEnvironment(environment: Environment): Environment {
  const nowhere = '/nonexistent/plimsoll';
  const refusing = 'http://127.0.0.1:9';
  return {
    PATH: environment['PATH'],
    HOME: nowhere,
    XDG_CONFIG_HOME: nowhere,
    KUBECONFIG: '/dev/null',
    KUBERC: 'off',
    HELM_PLUGINS: nowhere,
    HELM_CONFIG_HOME: nowhere,
    HELM_CACHE_HOME: nowhere,
    HELM_DATA_HOME: nowhere,
    HTTP_PROXY: refusing,
    HTTPS_PROXY: refusing,
    ALL_PROXY: refusing,
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

function partOfChart(folder: string): ReportError {
  const text = sentence(folder, 'only a part of it was named');
  return { code: 'CHECK_CHART', text, location: { file: { path: folder } } };
}

function refused(folder: string, state: string): CheckError {
  return new CheckError('CHECK_CHART', sentence(folder, state));
}

function sentence(folder: string, state: string): string {
  return `Cannot render "${printable(folder)}": ${state}, wanted what its program renders from local files`;
}
