import type { AnalyzerResult } from './contract.ts';

/** One of the things that a result reports instead of a package. */
export type Problem = NonNullable<AnalyzerResult['problems']>[number];

/** Nobody reads more about one file, and a hostile file has millions of lines. */
const most = 100;

/** The `problems` part of a result: absent when there is none, the first hundred and a count when there are many. */
export function problemsOf(problems: readonly Problem[]): Pick<AnalyzerResult, 'problems'> {
  const [first] = problems;
  if (first === undefined) return {};
  if (problems.length <= most) return { problems };
  const text = `Cannot list every fault of this file: found ${problems.length - most} more of them`;
  return { problems: [...problems.slice(0, most), { code: first.code, text }] };
}
