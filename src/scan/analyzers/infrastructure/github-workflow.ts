import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import { lines } from '../../../formats/text.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { baseName } from '../paths.ts';

/** `owner/repo[/path]@ref`. Actions of the same repository and container images have other forms. */
const used = /^([A-Za-z0-9][\w-]*)\/([\w.-]+)((?:\/[^@\s]*)?)@(\S+)$/;
const commit = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * What a comment says a commit is: `uses: a/b@11bd… # v4.2.2`. People and bots keep it by that; it
 * is their word, so the commit stays with it.
 */
function versionsInComments(text: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { text: line } of lines(text)) {
    const [, hash = '', version = ''] =
      /(?<![^\s{,])uses:\s*["']?[^\s#"'{},]+@([0-9a-f]{40,64})["']?\s+#\s*(?:tag[=:]\s*)?(?:v\s*)?([0-9][\w.+-]*)/.exec(
        line.slice(0, 2000),
      ) ?? [];
    if (hash === '') continue;
    const marked = /#\s*(?:tag[=:]\s*)?v(?=[0-9])/.test(line.slice(0, 2000));
    versions.set(hash, marked ? `v${version}` : version);
  }
  return versions;
}

function packageOf(uses: string, versions: ReadonlyMap<string, string>): FoundPackage | undefined {
  const [, owner, repo, path = '', ref = ''] = used.exec(uses.slice(0, 1000)) ?? [];
  if (owner === undefined || repo === undefined) return undefined;
  const version = versions.get(ref) ?? ref;
  const name = `${owner}/${repo}`;
  return {
    name,
    version,
    type: 'github',
    relationship: 'direct',
    purl: purlOf({ type: 'github', name, version, subpath: path.slice(1) }),
    ...(commit.test(ref) ? { qualifiers: { commit: ref } } : {}),
  };
}

/** The `uses` of steps, with their places in the document. */
function stepsIn(
  value: unknown,
  path: readonly (string | number)[],
): { uses: string; path: readonly (string | number)[] }[] {
  return listOf(value).flatMap((step, index) => {
    const uses = textOf(objectOf(step)['uses']);
    return uses === undefined ? [] : [{ uses, path: [...path, index, 'uses'] }];
  });
}

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const { value, lineOf } = readYaml(text, `"${file.path}"`, { texts: true });
  const top = objectOf(value);
  const jobs = Object.entries(objectOf(top['jobs'])).flatMap(([id, job]) => {
    // A job is a list of steps, or another workflow as a whole.
    const whole = textOf(objectOf(job)['uses']);
    return [
      ...(whole === undefined ? [] : [{ uses: whole, path: ['jobs', id, 'uses'] }]),
      ...stepsIn(objectOf(job)['steps'], ['jobs', id, 'steps']),
    ];
  });
  const steps = stepsIn(objectOf(top['runs'])['steps'], ['runs', 'steps']);
  const versions = versionsInComments(text);
  const packages = [...jobs, ...steps].flatMap(({ uses, path }) => {
    const found = packageOf(uses, versions);
    const startLine = lineOf(path);
    if (found === undefined) return [];
    return startLine === undefined ? found : { ...found, lines: { startLine } };
  });
  return { packages };
}

function wants(path: string): boolean {
  if (!path.endsWith('.yml') && !path.endsWith('.yaml')) return false;
  if (/^action\.ya?ml$/.test(baseName(path))) return true;
  return /(?:^|\/)\.github\/workflows\/[^/]+$/.test(path);
}

/** GitHub workflows and composite actions: the actions and workflows of others that they run. */
export const githubWorkflow: FileAnalyzer = {
  id: 'github-workflow',
  version: 1,
  type: 'github',
  resultType: 'github-actions',
  finds: 'lockfile',
  files: [
    '**/.github/workflows/*.yml',
    '**/.github/workflows/*.yaml',
    '**/action.yml',
    '**/action.yaml',
  ],
  wants,
  read,
};
