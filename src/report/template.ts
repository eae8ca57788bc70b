import { parseGoTemplate } from '../formats/go-template.ts';
import type { TemplateNode } from '../formats/go-template.ts';
import { objectOf } from '../formats/json-values.ts';
import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { ReportError } from './errors.ts';
import { json } from './json.ts';
import { templateFunctions } from './template-functions.ts';
import { runTemplate } from './template-run.ts';

/**
 * What a template of Go's text/template makes of the report, as Trivy's users have them: `.` is the
 * list of results of the JSON report. The language is ours, bounded, and can neither read files nor
 * the environment; docs/guide/templates lists it.
 */
export const template: OutputFormat = {
  id: 'template',
  title: 'A template of your own (--template), in the language of Go',
  mediaType: 'text/plain',
  extension: 'txt',
  expects: (given) => void parsed(given),
  write,
};

function parsed(given: RenderOptions['template']): readonly TemplateNode[] {
  if (given !== undefined) return parseGoTemplate(given.text, given.name);
  throw new ReportError('REPORT_TEMPLATE', {
    en: 'Cannot write format "template": no --template was given, wanted @FILE or the template itself',
    'zh-CN': '无法输出 template 格式：未指定 --template，应为 @FILE 或模板本身',
  });
}

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const nodes = parsed(options.template);
  const pieces: string[] = [];
  json.write(report, (text) => pieces.push(text), options);
  const { Results: results = [] } = objectOf(JSON.parse(pieces.join('')));
  const now = options.created ?? report.database?.built ?? '1970-01-01T00:00:00Z';
  runTemplate(nodes, results, {
    sink,
    functions: templateFunctions(now),
    what: options.template?.name ?? '',
  });
}
