import { purlOf } from '../../../formats/purl.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** `provider "registry.example/hashicorp/aws" {`, the only block that the tool writes here. */
const block = /^\s*provider\s+"([^"\s]+)"\s*\{/;
const attribute = /^\s*(version|constraints)\s*=\s*"([^"]*)"/;

interface Open {
  readonly address: string;
  readonly startLine: number;
  version?: string;
}

function packageOf({ address, version = '', startLine }: Open, endLine: number): FoundPackage {
  const type = 'terraform';
  const parts = address.split('/');
  const [host, owner] = parts.length === 3 ? parts : ['', ...parts];
  const name = parts.slice(-2).join('/');
  const purl = purlOf({
    type,
    namespace: parts.length > 1 ? (owner ?? '') : '',
    name: parts.at(-1) ?? address,
    version,
    qualifiers: { repository_url: host ?? '' },
  });
  return { name, version, type, purl, lines: { startLine, endLine } };
}

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  let open: Open | undefined;
  for (const { number, text } of lines(file.text())) {
    const line = text.slice(0, 2000);
    const address = block.exec(line)?.[1];
    if (address !== undefined) open = { address, startLine: number };
    const [, key, value] = attribute.exec(line) ?? [];
    if (open !== undefined && key === 'version' && value !== undefined) open.version = value;
    if (open === undefined || !/^\s*\}/.test(line)) continue;
    if (open.version === undefined) {
      const said = `Cannot list the provider "${open.address}": found no version`;
      problems.push({ code: 'LOCKFILE_INVALID', text: said, line: open.startLine });
    } else packages.push(packageOf(open, number));
    open = undefined;
  }
  return { packages, ...problemsOf(problems) };
}

/** The providers that Terraform and OpenTofu lock; https://developer.hashicorp.com/terraform/language/files/dependency-lock. */
export const terraformLock: FileAnalyzer = {
  id: 'terraform-lock',
  version: 1,
  type: 'terraform',
  resultType: 'terraform-lock',
  finds: 'lockfile',
  files: ['**/.terraform.lock.hcl'],
  wants: (path) => hasBaseName(path, '.terraform.lock.hcl'),
  read,
};
