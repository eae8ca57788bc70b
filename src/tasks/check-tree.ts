import type { Report } from '../model/index.ts';
import { checkAll } from './check-files.ts';
import { treeSources } from './check-sources.ts';
import type { TreePlace } from './check-sources.ts';
import { withCharts } from './render-charts.ts';
import { toolSettings } from './tool-settings.ts';

/** How the configuration of a tree is judged. */
export interface TreeOptions {
  readonly skipDirs?: readonly string[] | undefined;
  readonly skipFiles?: readonly string[] | undefined;
  /** True follows the settings of other tools in the current folder. */
  readonly toolSettings?: boolean | undefined;
  readonly now: Date;
}

/** Remarks for those who came to have configuration judged. */
const aside: ReadonlySet<string> = new Set(['check.nothing', 'check.strict']);

/**
 * Judges the configuration files of a source tree by the rules that `check` asks by default. It is
 * imported when needed, so that the rules are loaded only when somebody asks for them.
 */
export async function checkTree(place: TreePlace, options: TreeOptions): Promise<Report> {
  const { skipDirs = [], skipFiles = [], now } = options;
  const sources = await withCharts(treeSources(place, { skipDirs, skipFiles }));
  const settings = options.toolSettings === true ? toolSettings() : [];
  const report = await checkAll(sources, [place.path], { settings, now });
  return { ...report, notes: report.notes.filter(({ id }) => !aside.has(id)) };
}
