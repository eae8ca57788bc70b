/** Groups of docker-bench-security, by the name under which `-e` and `-c` take them. */
const groups: ReadonlyMap<string, string> = new Map([
  ['host_configuration', '1'],
  ['docker_daemon_configuration', '2'],
  ['docker_daemon_files', '3'],
  ['container_images', '4'],
  ['container_runtime', '5'],
  ['docker_security_operations', '6'],
  ['docker_swarm_configuration', '7'],
  ['docker_enterprise_configuration', '8'],
]);

/**
 * The ids that a word of an ignore file names, in upper case; one that ends with `.*` is a group.
 * `check_2_15,container_images` are what docker-bench-security takes behind `-e`, and
 * `kube-bench:1.1,1.2.1` what kube-bench takes behind `--skip`; every other word is one id.
 */
export function idsIn(word: string): readonly string[] {
  const skip = /^(docker|kube)-bench:([\d.,]+)$/i.exec(word);
  if (skip !== null) {
    const benchmark = skip[1]?.toLowerCase() === 'kube' ? 'CIS-K8S' : 'CIS';
    return (skip[2] ?? '').split(',').flatMap((number) => numbered(benchmark, number));
  }
  const names = word.split(',').map((name) => name.toLowerCase());
  const known = names.map((name) => {
    const number = /^check_(\d+(?:_\d+)*)$/.exec(name)?.[1]?.replaceAll('_', '.');
    return numbered('CIS', number ?? groups.get(name) ?? '');
  });
  return known.every((ids) => ids.length > 0) ? known.flat() : [word.toUpperCase()];
}

/** A check and, where the number is one of a group, all that are below it. */
function numbered(benchmark: string, number: string): readonly string[] {
  const bare = number.replaceAll(/^\.+|(?<!\.)\.+$/g, '');
  return bare === '' ? [] : [`${benchmark}-${bare}`, `${benchmark}-${bare}.*`];
}
