/** What may follow a version's number after a hyphen and still belong to it. */
const qualifier =
  /^(?:alpha|beta|cr|rc|m|milestone|b|build|ea|pre|preview|snapshot|final|ga|release|rev|r|sp|incubating|dev|jre|jdk|java|android|empty|atlassian|redhat|jbossorg|v)[\w.+~]*$/i;
const begin = /^v?\d/;

/** Artifact and version of `artifact-1.2.3-jre-classifier`, the name that build tools give an archive; no version when there is none. */
export function splitFileName(stem: string): { artifact: string; version?: string } {
  const parts = stem.split('-');
  for (let at = 1; at < parts.length; at += 1) {
    if (!begin.test(parts[at] ?? '')) continue;
    const rest = parts.slice(at);
    const odd = rest.findIndex((part) => !begin.test(part) && !qualifier.test(part));
    // `log4j-1.2-api-2.17.1`: a name goes on after what looked like a version.
    if (odd !== -1 && rest.slice(odd).some((part) => begin.test(part))) continue;
    const version = (odd === -1 ? rest : rest.slice(0, odd)).join('-');
    return { artifact: parts.slice(0, at).join('-'), version: version.replace(/^v(?=\d)/, '') };
  }
  return { artifact: stem };
}
