/** One flag of Trivy, by its documented names, and what becomes of it here. */
export interface TrivyFlag {
  readonly name: string;
  readonly short?: string;
  /** Older names. */
  readonly also?: readonly string[];
  /** Keys of `trivy.yaml`, parted by dots, where they are not the name. */
  readonly keys?: readonly string[];
  /** True when it is on or off. */
  readonly switch?: true;
  /** Our option. */
  readonly to?: string;
  /** A variable that it sets for this run. */
  readonly variable?: string;
  /**
   * What it asks for cannot be done: `idle` has no meaning here and changes no finding, `unbuilt`
   * would change what is found, so it is refused where it stands on the command line.
   */
  readonly not?: 'idle' | 'unbuilt';
}

function same(names: string, more: Partial<TrivyFlag> = {}): TrivyFlag[] {
  return names.split(' ').map((name) => ({ name, to: name, ...more }));
}

function not(kind: 'idle' | 'unbuilt', names: string, more: Partial<TrivyFlag> = {}): TrivyFlag[] {
  return names.split(' ').map((name) => ({ name, not: kind, ...more }));
}

/** Every flag that is known; a new one is one entry. */
export const trivyFlags: readonly TrivyFlag[] = [
  { name: 'severity', short: 's', to: 'severity' },
  { name: 'format', short: 'f', to: 'format' },
  { name: 'output', short: 'o', to: 'output' },
  { name: 'template', short: 't', to: 'template' },
  { name: 'config', short: 'c' },
  { name: 'quiet', short: 'q', to: 'quiet', switch: true },
  { name: 'debug', short: 'd', to: 'debug', switch: true },
  { name: 'version', short: 'v', to: 'version', switch: true },
  { name: 'help', short: 'h', to: 'help', switch: true },
  { name: 'exit-code', to: 'exit-code' },
  { name: 'cache-dir', to: 'cache-dir', keys: ['cache.dir'] },
  ...same('timeout ignorefile'),
  ...same('list-all-pkgs', { switch: true }),
  { name: 'no-progress', to: 'no-progress', switch: true, keys: ['db.no-progress'] },
  { name: 'scanners', also: ['security-checks'], to: 'scanners', keys: ['scan.scanners'] },
  { name: 'skip-dirs', to: 'skip-dirs', keys: ['scan.skip-dirs'] },
  { name: 'skip-files', to: 'skip-files', keys: ['scan.skip-files'] },
  { name: 'parallel', to: 'parallel', keys: ['scan.parallel'] },
  { name: 'offline-scan', to: 'offline', switch: true, keys: ['scan.offline'] },
  { name: 'show-suppressed', to: 'show-suppressed', switch: true, keys: ['scan.show-suppressed'] },
  {
    name: 'pkg-types',
    also: ['vuln-type'],
    to: 'pkg-types',
    keys: ['pkg.types', 'vulnerability.type'],
  },
  {
    name: 'include-dev-deps',
    to: 'include-dev-deps',
    switch: true,
    keys: ['pkg.include-dev-deps'],
  },
  { name: 'detection-priority', to: 'detection', keys: ['scan.detection-priority'] },
  {
    name: 'ignore-unfixed',
    to: 'ignore-unfixed',
    switch: true,
    keys: ['vulnerability.ignore-unfixed'],
  },
  { name: 'ignore-status', to: 'ignore-status', keys: ['vulnerability.ignore-status'] },
  { name: 'vex', to: 'vex', keys: ['vulnerability.vex'] },
  { name: 'input', to: 'input', keys: ['image.input'] },
  { name: 'platform', to: 'platform', keys: ['image.platform'] },
  { name: 'image-src', to: 'image-src', keys: ['image.source'] },
  { name: 'docker-host', variable: 'DOCKER_HOST', keys: ['image.docker.host'] },
  { name: 'podman-host', variable: 'CONTAINER_HOST', keys: ['image.podman.host'] },
  { name: 'insecure', to: 'insecure', switch: true },
  { name: 'branch', to: 'branch', keys: ['repository.branch'] },
  { name: 'tag', to: 'branch', keys: ['repository.tag'] },
  { name: 'commit', to: 'commit', keys: ['repository.commit'] },
  { name: 'all', short: 'a', to: 'all', switch: true },
  { name: 'scan-cache', to: 'layers', switch: true },
  { name: 'vuln-db', to: 'database', switch: true },
  ...not('idle', 'java-db checks-bundle vex-repo', { switch: true }),
  ...not(
    'idle',
    'db-repository java-db-repository checks-bundle-repository policy-bundle-repository',
  ),
  ...not('idle', 'cache-backend cache-ttl redis-ca redis-cert redis-key max-image-size table-mode'),
  ...not('idle', 'module-dir enable-modules rego-error-limit report'),
  ...not('idle', 'skip-db-update skip-java-db-update skip-check-update skip-policy-update', {
    switch: true,
  }),
  ...not('idle', 'skip-vex-repo-update disable-telemetry skip-version-check redis-tls', {
    switch: true,
  }),
  ...not(
    'idle',
    'disable-metadata-collection slow trace include-non-failures removed-pkgs dependency-tree',
    {
      switch: true,
    },
  ),
  ...not(
    'unbuilt',
    'server token token-header custom-headers username password registry-token cacert',
  ),
  ...not(
    'unbuilt',
    'ignore-policy compliance secret-config file-patterns distro exit-on-eol rekor-url',
  ),
  ...not(
    'unbuilt',
    'config-check config-policy check-namespaces config-data policy misconfig-scanners',
  ),
  ...not(
    'unbuilt',
    'image-config-scanners sbom-sources pkg-relationships ignored-licenses tf-vars',
  ),
  ...not('unbuilt', 'helm-set helm-values helm-set-file helm-set-string cf-params'),
  ...not('unbuilt', 'password-stdin license-full download-db-only download-java-db-only', {
    switch: true,
  }),
];
