import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { screenOn } from './screen.ts';
import { notes, suppressed } from './table-actions.ts';
import { actions } from './table-advice.ts';
import { alerts } from './table-alerts.ts';
import { openQuestions } from './table-checks.ts';
import { packageList, sections } from './table-rows.ts';
import { headline, summary } from './table-summary.ts';
import { viewOf } from './table-view.ts';

/** From this many lines on the summary is said again at the end, where the terminal stops. */
const longReport = 30;

/**
 * The screen a person reads. First the sum, then what is not known and why, then the findings (one
 * row for each package and upgrade, not one for each id), then what to do. Colour only when asked.
 */
export const table: OutputFormat = {
  id: 'table',
  title: 'Screen for people: summary, what is unknown, findings by package, what to do',
  mediaType: 'text/plain',
  extension: 'txt',
  write,
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const view = viewOf(report, options);
  const screen = screenOn(sink, options.color);
  screen.lines(summary(view));
  screen.lines(alerts(view));
  screen.lines(sections(view));
  screen.lines(openQuestions(view));
  screen.lines(packageList(view));
  screen.lines(actions(view));
  screen.lines(suppressed(view));
  screen.lines(notes(view));
  if (view.terminal && screen.count() >= longReport) screen.lines([[], ...headline(view)]);
  screen.flush();
}
