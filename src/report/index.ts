import { printable } from '../model/index.ts';
import type { OutputFormat } from './contract.ts';
import { ReportError } from './errors.ts';
import { cyclonedx } from './cyclonedx.ts';
import { checkstyle } from './checkstyle.ts';
import { csv } from './csv.ts';
import { githubAnnotations } from './github-annotations.ts';
import { github } from './github.ts';
import { gitlabCodequality } from './gitlab-codequality.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { ndjson } from './ndjson.ts';
import { sarif } from './sarif.ts';
import { spdx } from './spdx.ts';
import { spdxJson } from './spdx-json.ts';
import { template } from './template.ts';
import { table } from './table.ts';

/** Every output format; a new one is a new file and one line here. */
export const outputFormats: readonly OutputFormat[] = [
  table,
  json,
  ndjson,
  sarif,
  cyclonedx,
  spdxJson,
  spdx,
  github,
  gitlab,
  githubAnnotations,
  gitlabCodequality,
  junit,
  checkstyle,
  csv,
  markdown,
  html,
  template,
];

/** The format of a name, as written after `--format`. Throws ReportError REPORT_FORMAT for any other. */
export function formatOf(id: string): OutputFormat {
  const found = outputFormats.find((format) => format.id === id);
  if (found !== undefined) return found;
  const known = outputFormats.map((format) => format.id).join(', ');
  throw new ReportError('REPORT_FORMAT', {
    en: `Cannot write format "${printable(id)}": it is none of ${known}`,
    'zh-CN': `没有输出格式“${printable(id)}”：应为 ${known} 之一`,
  });
}

export type { ProgressPhase, ProgressState } from './progress.ts';
export { eraseLine, progressFrame } from './progress.ts';
export { reportSchema } from './schema.ts';
export type { Output, RenderFailure } from './render.ts';
export { renderAll } from './render.ts';
