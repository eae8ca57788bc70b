/** Parts of a package URL to which the rules of its type apply. */
export interface TypedParts {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: Readonly<Record<string, string>>;
}

/** What one package URL type asks for beyond the common rules. */
interface TypeRules {
  /** Parts that are compared without case and therefore written in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version')[];
  readonly namespace?: 'required' | 'prohibited';
  /** What stands between namespace and name where the ecosystem writes both as one. */
  readonly separator?: '/' | ':';
  readonly rename?: (parts: TypedParts) => string;
  readonly allows?: (parts: TypedParts) => boolean;
}

const both = ['namespace', 'name'] as const;

/**
 * Rules by type, from the type definitions of purl-spec. Types without a row keep every part as it
 * is. npm has none for case: names registered before 2015 differ in case alone (`JSONStream`).
 */
const rules: ReadonlyMap<string, TypeRules> = new Map<string, TypeRules>([
  ['alpm', { lower: both }],
  ['apk', { lower: both }],
  ['bitbucket', { lower: both, separator: '/' }],
  ['bitnami', { lower: ['name'] }],
  ['brew', { lower: ['name'] }],
  [
    'chrome-extension',
    {
      allows: ({ name, version }) =>
        /^[a-p]{32}$/.test(name) && /^(?:[0-9]+(?:\.[0-9]+){0,3})?$/.test(version),
    },
  ],
  ['composer', { lower: both, separator: '/' }],
  // A CPAN distribution is meant, not one of its modules.
  ['cpan', { allows: ({ name }) => !name.includes('::') }],
  ['deb', { lower: both }],
  ['git', { lower: both, separator: '/' }],
  ['github', { lower: both, separator: '/' }],
  ['gitlab', { lower: both, separator: '/' }],
  ['golang', { lower: both, separator: '/' }],
  ['hex', { lower: both }],
  ['huggingface', { lower: ['version'], separator: '/' }],
  ['luarocks', { lower: both }],
  ['maven', { separator: ':' }],
  // Databricks knows no case in model names, Azure ML does.
  [
    'mlflow',
    {
      namespace: 'prohibited',
      rename: ({ name, qualifiers }) =>
        (qualifiers['repository_url'] ?? '').includes('databricks') ? name.toLowerCase() : name,
    },
  ],
  ['npm', { separator: '/' }],
  ['oci', { lower: ['name'], namespace: 'prohibited' }],
  ['otp', { lower: ['name'], namespace: 'prohibited' }],
  ['pub', { lower: ['name'] }],
  ['pypi', { rename: ({ name }) => name.toLowerCase().replaceAll('_', '-') }],
  ['qpkg', { lower: ['namespace'] }],
  ['rpm', { lower: ['namespace'] }],
  ['swift', { namespace: 'required', separator: '/' }],
  ['vcpkg', { lower: ['name'], namespace: 'prohibited' }],
  ['vscode-extension', { lower: both, namespace: 'required' }],
]);

/** The parts as the type writes them. */
export function normalised<Parts extends TypedParts>(parts: Parts): Parts {
  const { lower = [], rename } = rules.get(parts.type) ?? {};
  const fold = (part: 'namespace' | 'name' | 'version'): string =>
    lower.includes(part) ? parts[part].toLowerCase() : parts[part];
  return {
    ...parts,
    namespace: fold('namespace'),
    name: rename === undefined ? fold('name') : rename(parts),
    version: fold('version'),
  };
}

/** Whether the type admits these parts. */
export function isAllowed(parts: TypedParts): boolean {
  const { namespace, allows } = rules.get(parts.type) ?? {};
  if (namespace === 'required' && parts.namespace === '') return false;
  if (namespace === 'prohibited' && parts.namespace !== '') return false;
  return allows === undefined || allows(parts);
}

/** Splits a name as its ecosystem writes it, `@scope/name` or `group:artifact`, into namespace and name. */
export function splitName(type: string, text: string): readonly [namespace: string, name: string] {
  const separator = rules.get(type)?.separator;
  const at = separator === undefined ? -1 : text.lastIndexOf(separator);
  return at <= 0 || at === text.length - 1
    ? ['', text]
    : [text.slice(0, at).replaceAll(':', '/'), text.slice(at + 1)];
}

/** Namespace and name as the ecosystem writes them together; the name alone where it has no such form. */
export function joinName(type: string, namespace: string, name: string): string {
  const separator = rules.get(type)?.separator;
  if (separator === undefined || namespace === '') return name;
  return `${namespace}${separator}${name}`;
}
