import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { purlOf } from '../../../formats/purl.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { linkNeeds } from '../needs.ts';
import type { NeedyPackage } from '../needs.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { fromRepository } from '../version-control.ts';

/** The package, by where it is from: CRAN and its mirrors, Bioconductor, a repository; undefined when the entry does not tell. */
function packageOf(name: string, version: string, entry: JsonObject): FoundPackage | undefined {
  const source = textOf(entry['Source']);
  const repository = textOf(entry['Repository']);
  if (source === 'Bioconductor' || repository?.startsWith('BioC') === true)
    return { name, version, type: 'bioconductor' };
  const commit = textOf(entry['RemoteSha']);
  const [user, repo] = [textOf(entry['RemoteUsername']), textOf(entry['RemoteRepo'])];
  if (source === 'GitHub' && user !== undefined && repo !== undefined) {
    const purl = purlOf({ type: 'github', namespace: user, name: repo, version: commit ?? '' });
    return { name, version, type: 'cran', purl, ...(commit && { qualifiers: { commit } }) };
  }
  const url = textOf(entry['RemoteUrl']);
  if (url !== undefined && commit !== undefined)
    return fromRepository('cran', name, { url, commit, version });
  // Mirrors and snapshots of CRAN go by many names (RSPM, PPM, P3M, a URL): all have CRAN's packages.
  if (repository !== undefined || source === 'Repository' || source === 'CRAN')
    return { name, version, type: 'cran' };
  return undefined;
}

function read(file: FileReader): AnalyzerResult {
  const listed = objectOf(jsonObjectOf(file)['Packages']);
  const spans = spanTree(file.bytes, 2).members.get('Packages')?.members;
  const packages: NeedyPackage[] = [];
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(listed)) {
    const entry = objectOf(value);
    const name = textOf(entry['Package']) ?? key;
    const version = textOf(entry['Version']);
    const lines = spans?.get(key)?.span;
    const found = version === undefined ? undefined : packageOf(name, version, entry);
    if (found === undefined) {
      const lacking = version === undefined ? 'no Version' : 'no Repository and no known Source';
      const text = `Cannot list the R package "${name}": found ${lacking}`;
      const where = lines === undefined ? {} : { line: lines.startLine };
      problems.push({ code: 'LOCKFILE_INVALID', text, ...where });
    } else
      packages.push({
        needs: textsOf(entry['Requirements']),
        found: { ...found, ...(lines === undefined ? {} : { lines }) },
      });
  }
  return { packages: linkNeeds(packages), ...problemsOf(problems) };
}

/** renv's lockfile; https://rstudio.github.io/renv. */
export const renv: FileAnalyzer = {
  id: 'renv',
  version: 1,
  type: 'cran',
  resultType: 'renv',
  finds: 'lockfile',
  files: ['**/renv.lock'],
  wants: (path) => hasBaseName(path, 'renv.lock'),
  read,
};
