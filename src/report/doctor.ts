import { compareSeverity } from '../model/index.ts';
import type { Finding, Report } from '../model/index.ts';
import { adviceOf } from './advice.ts';
import type { RenderOptions, Sink } from './contract.ts';
import { byKeys } from '../model/order.ts';
import { paragraph, screenOn } from './screen.ts';
import type { Line } from './screen.ts';
import { wordsFor } from './words.ts';
import type { Words } from './words.ts';

/** What was looked at, for the first line. */
export interface Patient {
  readonly name: string;
  /** Version of the daemon; empty when none answered. */
  readonly version: string;
  readonly containers: number;
  readonly images: number;
}

/** One thing to mend: a rule, with everything that breaks it. */
interface Complaint {
  readonly first: Finding;
  readonly subjects: readonly string[];
}

/** Faults that are shown. */
const most = 10;

/**
 * The worst things about a machine, each with the command that ends it, on one screen. Faults of one
 * rule are one row, whoever they are about; ways out of a container stand before all else.
 */
export function writeDoctor(
  report: Report,
  patient: Patient,
  how: { readonly sink: Sink; readonly options: RenderOptions },
): void {
  const { options, sink } = how;
  const words = wordsFor(options.lang);
  const width = Math.max(40, Math.min(100, options.columns ?? 80));
  const screen = screenOn(sink, options.color);
  const complaints = complaintsOf(report);
  screen.lines(heading(patient, words, width));
  complaints
    .slice(0, most)
    .forEach((one, at) =>
      screen.lines([[], ...row(one, at, { words, width, lang: options.lang })]),
    );
  screen.lines(footer(report, complaints.length, { words, width }));
  screen.flush();
}

function complaintsOf(report: Report): readonly Complaint[] {
  const byRule = Map.groupBy(report.findings, ({ rule }) => rule);
  return [...byRule.values()]
    .flatMap((findings): Complaint[] => {
      const sorted = findings.toSorted((a, b) => compareSeverity(a.severity, b.severity));
      const [first] = sorted;
      const subjects = sorted.map(({ misconfiguration }) => misconfiguration?.subject ?? '');
      return first === undefined ? [] : [{ first, subjects: [...new Set(subjects)] }];
    })
    .sort(
      (a, b) =>
        compareSeverity(a.first.severity, b.first.severity) ||
        byKeys<Complaint>(
          ({ first }) => (first.rule === 'CTR-ESCAPE' ? 0 : 1),
          ({ subjects }) => -subjects.length,
          ({ first }) => first.rule,
        )(a, b),
    );
}

function heading(patient: Patient, words: Words, width: number): readonly Line[] {
  const { name, version, containers, images } = patient;
  const text =
    version === ''
      ? words.say('doctor.alone', { name })
      : words.say('doctor.heading', { name, version, containers, images });
  return paragraph(text, { width, indent: 0, style: 'strong' });
}

function row(
  { first, subjects }: Complaint,
  at: number,
  how: { readonly words: Words; readonly width: number; readonly lang: RenderOptions['lang'] },
): readonly Line[] {
  const { words, width, lang } = how;
  const label = words.say(`label.${first.severity === 'unknown' ? 'unrated' : first.severity}`);
  const detail = first.misconfiguration;
  const who =
    subjects.slice(0, 3).join(', ') + (subjects.length > 3 ? ` (+${subjects.length - 3})` : '');
  const title = detail?.title[lang] ?? '';
  const told = words.tell(first.message);
  const text = subjects.length === 1 && told !== title ? told : `${title}: ${who}`;
  const command = adviceOf(first, lang) ?? '';
  return [
    [
      { text: `${String(at + 1).padStart(2)} ` },
      { text: label, style: first.severity },
      { text: `  ${first.rule}`, style: 'faint' },
    ],
    ...paragraph(text, { width, indent: 3 }),
    ...paragraph(`→ ${command}`, { width, indent: 3, style: 'good' }),
  ];
}

function footer(
  report: Report,
  rules: number,
  { words, width }: { readonly words: Words; readonly width: number },
): readonly Line[] {
  const first = report.errors[0];
  const said = [
    closing(rules, words),
    ...(first === undefined
      ? []
      : [words.say('doctor.unread', { count: report.errors.length, first: words.tell(first) })]),
  ];
  return [[], ...said.flatMap((text) => paragraph(text, { width, indent: 0 }))];
}

function closing(rules: number, words: Words): string {
  if (rules === 0) return words.say('doctor.well');
  return rules > most ? words.say('doctor.more', { count: rules - most }) : words.say('doctor.all');
}
