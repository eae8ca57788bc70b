import { pythonTokens } from '../../../formats/python-source.ts';
import type { PythonToken } from '../../../formats/python-source.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { asFound, askedFor } from './python-project.ts';
import type { Purpose } from './python-project.ts';

/** Arguments of `setup()` and variables that hold them: `install_requires`, `INSTALL_REQUIRES`, `test_requirements`. */
const holds = /^(?:\w{0,64}requires?|\w{0,64}requirements)$/i;

/** What is needed to build or test, or for an extra only, is told apart by the name of its list. */
function purposeOf(name: string): Purpose {
  if (/test|setup|dev|lint|doc|build/i.test(name)) return { dev: true };
  return /extra/i.test(name) ? { optional: true } : {};
}

interface Collected {
  readonly text: string;
  readonly line: number;
}

/**
 * Texts of the expression that starts at `at`: a list, a dictionary of lists, a text of lines, and
 * what is added to it with `+`. Returns the index after it.
 */
function collect(tokens: readonly PythonToken[], from: number, into: Collected[]): number {
  let depth = 0;
  let at = from;
  let operand = false;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const mark = token.kind === 'mark' ? token.value : '';
    if (depth === 0 && operand && !['+', '.', '(', '['].includes(mark)) {
      const before = tokens[at - 1];
      // `.split` continues; anything else after an operand is another statement or argument.
      if (token.kind !== 'name' || before?.value !== '.') break;
    }
    if ('[({'.includes(mark) && mark !== '') depth += 1;
    else if ('])}'.includes(mark) && mark !== '') {
      if (depth === 0) break;
      depth -= 1;
      operand = depth === 0;
    } else if (mark === '+') operand = depth !== 0;
    else if (mark === ',' && depth === 0) break;
    else if (token.kind === 'text') {
      operand = depth === 0;
      // The keys of a dictionary name extras, and what a format makes of a text is not known.
      const next = tokens[at + 1];
      const key = next?.kind === 'mark' && next.value === ':';
      if (!key && !token.computed && !/[%{}]/.test(token.value)) addLines(token, into);
    } else if (token.kind === 'name') operand = depth === 0;
  }
  return at;
}

function addLines({ value, line }: PythonToken, into: Collected[]): void {
  value.split('\n').forEach((text, index) => {
    if (text.trim() !== '') into.push({ text, line: line + index });
  });
}

function read(file: FileReader): AnalyzerResult {
  const tokens = [...pythonTokens(file.text())];
  const packages: FoundPackage[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 1) {
    const name = tokens[at];
    const sign = tokens[at + 1];
    const assigned = sign?.kind === 'mark' && sign.value === '=' && tokens[at + 2]?.value !== '=';
    if (name?.kind !== 'name' || !assigned || !holds.test(name.value)) continue;
    const texts: Collected[] = [];
    at = collect(tokens, at + 2, texts) - 1;
    const purpose = purposeOf(name.value);
    for (const { text, line } of texts) {
      for (const asked of askedFor([text], purpose))
        packages.push({ ...asFound(asked), lines: { startLine: line, endLine: line } });
    }
  }
  return { packages: mergeSame(packages) };
}

/**
 * What a setup.py asks for, as far as it stands there as text. The script is never run: what it
 * computes is not known, and setuptools itself advises to declare it elsewhere.
 */
export const setupPy: FileAnalyzer = {
  id: 'setup-py',
  version: 1,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/setup.py'],
  wants: (path) => hasBaseName(path, 'setup.py'),
  read,
};
