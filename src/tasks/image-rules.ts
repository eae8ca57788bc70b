import { createHash } from 'node:crypto';

import type { OpenImage } from '../image/contract.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import { ecosystemOf } from '../model/index.ts';
import type { Finding, Report, Subject } from '../model/index.ts';
import type { Inventory } from '../scan/inventory.ts';
import { thisBuild } from '../scan/match-cache.ts';
import type { ImageJudgement, ImageQuestion } from './judge-image.ts';
import type { Scanner } from './scanners.ts';

/** An image with what is known of it. */
export interface JudgedImage {
  readonly subject: Subject;
  /** Undefined for an unpacked system, which has none: only its files are judged. */
  readonly configuration: OpenImage['configuration'] | undefined;
  readonly inventory: Inventory;
  /** What the scanner of vulnerabilities found; undefined when it was not asked. */
  readonly vulnerabilities: readonly Finding[] | undefined;
  readonly scanners: readonly Scanner[];
  readonly now: Date;
}

/**
 * What the rules on configuration, history and files say of an image. Their answer is a function
 * of the document made here, so it is remembered under its hash, and a second look loads no rules.
 */
export async function judgedByRules(
  image: JudgedImage,
  cache: CacheFolder | undefined,
): Promise<ImageJudgement | undefined> {
  const scanners = image.scanners.filter((one) => one !== 'vuln');
  if (scanners.length === 0 || image.subject.image?.os === 'windows') return undefined;
  const configured = image.configuration !== undefined;
  const question: ImageQuestion = { document: documentOf(image), scanners, configured };
  const name = thisBuild === undefined ? undefined : nameOf(question, thisBuild);
  const known = name === undefined ? undefined : cache?.read(name);
  if (known !== undefined) return JSON.parse(known.toString()) as ImageJudgement;
  const { judgeImage } = await import('./judge-image.ts');
  const judgement = judgeImage(question);
  if (name !== undefined && judgement.errors.length === 0)
    cache?.write(name, Buffer.from(JSON.stringify(judgement)));
  return judgement;
}

function nameOf(question: ImageQuestion, build: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['image rules', build, question]))
    .digest('hex');
}

/** The report with what the rules say. The list of checks is of the scanner `misconfig`, or of a scan without packages. */
export function withJudgement(
  report: Report,
  judgement: ImageJudgement | undefined,
  scanners: readonly Scanner[],
): Report {
  if (judgement === undefined) return report;
  const { findings, checks, errors } = judgement;
  const listed = scanners.includes('misconfig') || !scanners.includes('vuln');
  return {
    ...report,
    status: errors.length === 0 ? report.status : 'partial',
    errors: [...report.errors, ...errors],
    findings: [...report.findings, ...findings],
    checks: listed ? checks : [],
  };
}

const day = 86_400_000;
/** Reproducible builds carry a date of 1970 or so, which says nothing about their age. */
const oldest = 9000;

/** The image in the form that its rules read: the configuration with what else is known beside it. */
function documentOf(judged: JudgedImage): string {
  const { subject, configuration, inventory, vulnerabilities, now } = judged;
  const { image } = subject;
  const age = Math.floor((now.getTime() - Date.parse(image?.created ?? '')) / day);
  const count = (severity: string): number =>
    vulnerabilities?.filter(
      (one) =>
        one.kind === 'vulnerability' && one.severity === severity && one.verdict === 'affected',
    ).length ?? 0;
  return JSON.stringify({
    subject: subject.name,
    Id: image?.id ?? '',
    RepoTags: image?.tags ?? [],
    Config: configuration?.settings ?? {},
    History: (configuration?.history ?? []).map(({ createdBy, emptyLayer }) => ({
      created_by: createdBy,
      empty_layer: emptyLayer,
    })),
    ...(image === undefined ? {} : { Size: inventory.bytes }),
    ...(age >= 0 && age < oldest ? { ageDays: age } : {}),
    content: { value: inventory.marked },
    ...(inventory.os === undefined ? {} : { packages: { value: systemPackages(inventory) } }),
    ...(vulnerabilities === undefined
      ? {}
      : { vulnerabilities: { value: { critical: count('critical'), high: count('high') } } }),
  });
}

/** Names of the packages of the system; those of languages are the program's own affair. */
function systemPackages({ packages }: Inventory): readonly string[] {
  return packages
    .filter(({ type }) => ecosystemOf(type)?.class === 'os-pkgs')
    .map(({ name }) => name);
}
