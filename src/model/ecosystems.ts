/** Facts about one package ecosystem: the only place that knows how its names hang together. */
export interface Ecosystem {
  /** `Package.type`. */
  readonly type: string;
  /** purl type; https://github.com/package-url/purl-spec. */
  readonly purlType: string;
  /** OSV ecosystem name without release; absent for OS packages, whose name comes from the distro table, and where OSV has none. */
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
  { type: 'alpm', purlType: 'alpm', scheme: 'alpm', class: 'os-pkgs', title: 'Arch package' },
  {
    type: 'ebuild',
    purlType: 'ebuild',
    scheme: 'gentoo',
    class: 'os-pkgs',
    title: 'Gentoo package',
  },
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
  {
    type: 'golang',
    purlType: 'golang',
    osv: 'Go',
    scheme: 'go',
    class: 'lang-pkgs',
    title: 'Go module',
  },
  {
    type: 'maven',
    purlType: 'maven',
    osv: 'Maven',
    scheme: 'maven',
    class: 'lang-pkgs',
    title: 'Java package',
  },
  {
    type: 'cargo',
    purlType: 'cargo',
    osv: 'crates.io',
    scheme: 'cargo',
    class: 'lang-pkgs',
    title: 'Rust crate',
  },
  {
    type: 'composer',
    purlType: 'composer',
    osv: 'Packagist',
    scheme: 'composer',
    class: 'lang-pkgs',
    title: 'PHP package',
  },
  {
    type: 'pear',
    purlType: 'pear',
    scheme: 'composer',
    class: 'lang-pkgs',
    title: 'PEAR or PECL package',
  },
  {
    type: 'wordpress',
    purlType: 'wordpress',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'WordPress component',
  },
  {
    type: 'nuget',
    purlType: 'nuget',
    osv: 'NuGet',
    scheme: 'nuget',
    class: 'lang-pkgs',
    title: '.NET package',
  },
  {
    type: 'chocolatey',
    purlType: 'chocolatey',
    scheme: 'nuget',
    class: 'lang-pkgs',
    title: 'Chocolatey package',
  },
  {
    type: 'gem',
    purlType: 'gem',
    osv: 'RubyGems',
    scheme: 'gem',
    class: 'lang-pkgs',
    title: 'Ruby gem',
  },
  {
    type: 'pub',
    purlType: 'pub',
    osv: 'Pub',
    scheme: 'pub',
    class: 'lang-pkgs',
    title: 'Dart package',
  },
  {
    type: 'hex',
    purlType: 'hex',
    osv: 'Hex',
    scheme: 'hex',
    class: 'lang-pkgs',
    title: 'Erlang or Elixir package',
  },
  {
    type: 'otp',
    purlType: 'otp',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Erlang/OTP application',
  },
  {
    type: 'swiplpack',
    purlType: 'swiplpack',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'SWI-Prolog pack',
  },
  {
    type: 'nim',
    purlType: 'nim',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Nim package',
  },
  {
    type: 'bioconductor',
    purlType: 'bioconductor',
    osv: 'Bioconductor',
    scheme: 'cran',
    class: 'lang-pkgs',
    title: 'Bioconductor package',
  },
  {
    type: 'terraform',
    purlType: 'terraform',
    scheme: 'semver',
    class: 'lang-pkgs',
    title: 'Terraform provider',
  },
  {
    type: 'swift',
    purlType: 'swift',
    osv: 'SwiftURL',
    scheme: 'swift',
    class: 'lang-pkgs',
    title: 'Swift package',
  },
  {
    type: 'cocoapods',
    purlType: 'cocoapods',
    scheme: 'gem',
    class: 'lang-pkgs',
    title: 'CocoaPods pod',
  },
  {
    type: 'conan',
    purlType: 'conan',
    osv: 'ConanCenter',
    scheme: 'conan',
    class: 'lang-pkgs',
    title: 'Conan package',
  },
  {
    type: 'vcpkg',
    purlType: 'vcpkg',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'vcpkg port',
  },
  {
    type: 'hackage',
    purlType: 'hackage',
    osv: 'Hackage',
    scheme: 'hackage',
    class: 'lang-pkgs',
    title: 'Haskell package',
  },
  {
    type: 'cran',
    purlType: 'cran',
    osv: 'CRAN',
    scheme: 'cran',
    class: 'lang-pkgs',
    title: 'R package',
  },
  {
    type: 'julia',
    purlType: 'julia',
    osv: 'Julia',
    scheme: 'semver',
    class: 'lang-pkgs',
    title: 'Julia package',
  },
  {
    type: 'opam',
    purlType: 'opam',
    osv: 'opam',
    scheme: 'deb',
    class: 'lang-pkgs',
    title: 'OCaml package',
  },
  {
    type: 'luarocks',
    purlType: 'luarocks',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Lua rock',
  },
  {
    type: 'cpan',
    purlType: 'cpan',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Perl distribution',
  },
  {
    type: 'conda',
    purlType: 'conda',
    scheme: 'pypi',
    class: 'lang-pkgs',
    title: 'Conda package',
  },
  {
    type: 'github',
    purlType: 'github',
    osv: 'GitHub Actions',
    scheme: 'semver',
    class: 'lang-pkgs',
    title: 'GitHub action',
  },
  {
    type: 'bitnami',
    purlType: 'bitnami',
    osv: 'Bitnami',
    scheme: 'bitnami',
    class: 'lang-pkgs',
    title: 'Bitnami component',
  },
  {
    type: 'jsr',
    purlType: 'jsr',
    scheme: 'semver',
    class: 'lang-pkgs',
    title: 'JSR package',
  },
  {
    type: 'vscode-extension',
    purlType: 'vscode-extension',
    osv: 'VSCode',
    scheme: 'semver',
    class: 'lang-pkgs',
    title: 'Visual Studio Code extension',
  },
  {
    type: 'chrome-extension',
    purlType: 'chrome-extension',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Chrome extension',
  },
  {
    type: 'generic',
    purlType: 'generic',
    scheme: 'generic',
    class: 'lang-pkgs',
    title: 'Program',
  },
];

const byType: ReadonlyMap<string, Ecosystem> = new Map(ecosystems.map((row) => [row.type, row]));

/** Row of a package type, or undefined when the table has none. */
export function ecosystemOf(type: string): Ecosystem | undefined {
  return byType.get(type);
}
