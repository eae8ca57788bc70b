/** Where the products that a Red Hat repository belongs to are kept, by repository name. */
export const repositoryEcosystem = 'Red Hat repositories';

/**
 * Ecosystem of a product that Red Hat names by CPE: `cpe:/o:redhat:enterprise_linux:9::baseos` is
 * `Red Hat:enterprise_linux:9`, `cpe:/a:redhat:rhel_eus:9.4::appstream` is `Red Hat:rhel_eus:9.4`.
 * The edition after the version (repository, operating system) tells no versions apart and is left
 * out. Undefined for what is no CPE of Red Hat.
 */
export function redhatEcosystem(cpe: string): string | undefined {
  const [, product, version = ''] =
    /^cpe:\/[aoh]:redhat:([\w.~%-]{1,80})(?::([\w.~%-]{0,40}))?/.exec(cpe) ?? [];
  if (product === undefined) return undefined;
  // Minor releases of the main line are named 10.0, 10.1 … since the tenth.
  const release = product === 'enterprise_linux' ? version.replace(/\..*$/s, '') : version;
  return release === '' ? `Red Hat:${product}` : `Red Hat:${product}:${release}`;
}
