import { beamTerms, itemsOf, scalarOf } from '../../../formats/beam-terms.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

/** `{application, name, [{vsn, "1.2.3"}, …]}.` */
function read(file: FileReader): AnalyzerResult {
  const [term] = beamTerms(file.text(), 'erlang', `"${file.path}"`);
  const [kind, second, properties] = itemsOf(term);
  const name = scalarOf(second);
  if (scalarOf(kind) !== 'application' || name === undefined)
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${file.path}": found no application`);
  const property = itemsOf(properties).find((one) => scalarOf(itemsOf(one)[0]) === 'vsn');
  const version = scalarOf(itemsOf(property)[1]);
  // Without a literal version the application was never released, only compiled.
  if (version === undefined) return {};
  return { packages: [{ name, version, type: 'otp' }] };
}

/** Compiled Erlang and Elixir applications: the resource file that every one of them has. */
export const otpApplication: FileAnalyzer = {
  id: 'otp-application',
  version: 1,
  type: 'otp',
  resultType: 'otp',
  finds: 'installed',
  files: ['**/ebin/*.app'],
  wants: (path) => path.endsWith('.app') && path.includes('/ebin/'),
  read,
};
