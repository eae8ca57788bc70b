import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { asFound, askedFor } from './python-project.ts';
import type { Purpose } from './python-project.ts';

/** Options that list requirements, and what for. */
const options: ReadonlyMap<string, Purpose> = new Map([
  ['install_requires', {}],
  ['setup_requires', { dev: true }],
  ['tests_require', { dev: true }],
]);

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  let section = '';
  let purpose: Purpose | undefined;
  const add = (text: string, number: number): void => {
    if (purpose === undefined) return;
    for (const asked of text.split(';;').flatMap((one) => askedFor([one], purpose)))
      packages.push({ ...asFound(asked), lines: { startLine: number, endLine: number } });
  };
  for (const { number, text } of lines(file.text())) {
    const content = text.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    if (content.startsWith('[') && content.endsWith(']') && !/^\s/.test(text)) {
      section = content.slice(1, -1).trim();
      purpose = undefined;
    } else if (/^\s/.test(text)) add(content, number);
    else {
      const mark = content.search(/[=:]/);
      const name = (mark === -1 ? content : content.slice(0, mark)).trim();
      if (section === 'options.extras_require') purpose = { optional: true };
      else purpose = section === 'options' ? options.get(name) : undefined;
      if (mark !== -1) add(content.slice(mark + 1).trim(), number);
    }
  }
  return { packages: mergeSame(packages) };
}

/** What a setup.cfg asks for; https://setuptools.pypa.io/en/latest/userguide/declarative_config.html. */
export const setupCfg: FileAnalyzer = {
  id: 'setup-cfg',
  version: 1,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/setup.cfg'],
  wants: (path) => hasBaseName(path, 'setup.cfg'),
  read,
};
