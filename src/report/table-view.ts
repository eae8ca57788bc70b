import type { Report } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { contextOf } from './context.ts';
import type { RenderOptions } from './contract.ts';
import type { Group } from './groups.ts';
import { groupsOf } from './groups.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';
import type { Words } from './words.ts';
import { wordsFor } from './words.ts';

/** What every section of the table is drawn from. */
export interface View {
  readonly report: Report;
  readonly context: ReportContext;
  readonly options: RenderOptions;
  readonly words: Words;
  /** Columns to fill. */
  readonly width: number;
  /** False for a file or a pipe: then nothing is shortened, so that a search finds every id. */
  readonly terminal: boolean;
  readonly sections: readonly Section[];
}

/** One target with its rows. */
export interface Section {
  readonly target: Target;
  readonly groups: readonly Group[];
}

/**
 * What several families say of one configuration file stands under its name once, and credentials
 * of all files under that of the subject.
 */
function merge(targets: readonly Target[], subject: string): readonly Target[] {
  const places = new Map<string, number>();
  const merged: Target[] = [];
  for (const one of targets) {
    const target = one.class === 'secret' ? { ...one, name: subject } : one;
    const key = mergedClasses.has(target.class) ? `${target.class} ${target.name}` : undefined;
    const at = key === undefined ? undefined : places.get(key);
    const known = at === undefined ? undefined : merged[at];
    if (at === undefined || known === undefined) {
      if (key !== undefined) places.set(key, merged.length);
      merged.push(target);
      continue;
    }
    const findings = [...known.findings, ...target.findings];
    merged[at] = { ...known, findings, suppressed: [...known.suppressed, ...target.suppressed] };
  }
  return merged;
}

const mergedClasses: ReadonlySet<Target['class']> = new Set(['config', 'secret']);

/** Columns assumed for a file or a pipe. */
const fileWidth = 120;
/** Below this nothing fits, above it lines are hard to read. */
const leastWidth = 40;
const mostWidth = 160;

/** Gathers a report into sections. */
export function viewOf(report: Report, options: RenderOptions): View {
  const context = contextOf(report);
  const { columns } = options;
  return {
    report,
    context,
    options,
    words: wordsFor(options.lang),
    width: Math.min(mostWidth, Math.max(leastWidth, columns ?? fileWidth)),
    terminal: columns !== undefined,
    sections: merge(targetsOf(report), report.subject.name).map((target) => ({
      target,
      groups: groupsOf(target, context),
    })),
  };
}
