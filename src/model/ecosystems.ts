/** Facts about one package ecosystem: the only place that knows how its names hang together. */
export interface Ecosystem {
  /** `Package.type`. */
  readonly type: string;
  /** purl type; https://github.com/package-url/purl-spec. */
  readonly purlType: string;
  /** OSV ecosystem name without release; absent for OS packages, whose name comes from the distro table. */
  readonly osv?: string;
  /** Row of the version scheme table. */
  readonly scheme: string;
  readonly class: 'os-pkgs' | 'lang-pkgs';
  /** What people call it. */
  readonly title: string;
}

/** Every package type Plimsoll can hold. A new ecosystem is a new row. */
export const ecosystems: readonly Ecosystem[] = [
  { type: 'deb', purlType: 'deb', scheme: 'deb', class: 'os-pkgs', title: 'Debian package' },
  { type: 'apk', purlType: 'apk', scheme: 'apk', class: 'os-pkgs', title: 'Alpine package' },
  { type: 'opkg', purlType: 'opkg', scheme: 'deb', class: 'os-pkgs', title: 'OpenWrt package' },
  { type: 'rpm', purlType: 'rpm', scheme: 'rpm', class: 'os-pkgs', title: 'RPM package' },
  {
    type: 'npm',
    purlType: 'npm',
    osv: 'npm',
    scheme: 'npm',
    class: 'lang-pkgs',
    title: 'npm package',
  },
  {
    type: 'pypi',
    purlType: 'pypi',
    osv: 'PyPI',
    scheme: 'pypi',
    class: 'lang-pkgs',
    title: 'Python package',
  },
];

const byType: ReadonlyMap<string, Ecosystem> = new Map(ecosystems.map((row) => [row.type, row]));

/** Row of a package type, or undefined when the table has none. */
export function ecosystemOf(type: string): Ecosystem | undefined {
  return byType.get(type);
}
