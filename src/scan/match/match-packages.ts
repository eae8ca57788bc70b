import { ecosystemOf } from '../../model/index.ts';
import type { OperatingSystem, Package, ReportNote, Suppression } from '../../model/index.ts';
import { CoverageTable, answerabilityOf } from '../coverage.ts';
import type { Answerability } from '../coverage.ts';
import type { AdvisoryDatabase, MatchRow } from '../advisories/database.ts';
import { endOfLifeOf } from '../life.ts';
import { casesByCpe, cpeNotes } from './by-cpe.ts';
import type {
  Assessment,
  Case,
  MatchContext,
  MatchOptions,
  MatchResult,
  Outcome,
} from './contract.ts';
import { concerns, judgeRow } from './decide.ts';
import { withProducts } from './content-sets.ts';
import { ruleInherited } from './inherited.ts';
import { readFacts } from './facts.ts';
import type { Facts } from './facts.ts';
import { findingOf } from './finding.ts';
import { clearedByAbsence, isUnreleased } from './go-modules.ts';
import { groupByFault, idsOf } from './identity.ts';
import { isKernelHeaders } from './kernel-headers.ts';
import { askVendor, outcome } from './owners.ts';
import type { Vendor } from './owners.ts';
import { minimumOf } from './requirement.ts';
import { sentence } from './sentence.ts';
import { distroFor, isOsPackage, targetOf } from './targets.ts';
import type { Target } from './targets.ts';
import { versionJudges, withoutMissingEpochs } from './version-judge.ts';
import type { VersionJudge, VersionJudges } from './version-judge.ts';
import { byText } from '../../model/order.ts';
import { append } from '../../model/append.ts';

/**
 * Judges packages against a database: a pure function, so a stored inventory is judged again
 * whenever a feed changes, without opening the image.
 */
export function matchPackages(listed: readonly Package[], context: MatchContext): MatchResult {
  const { database, now, options = {} } = context;
  const packages = listed.filter((pkg) => !isElsewhere(pkg));
  const os = withProducts(context.os, database);
  const answers = answerMemo(database, now, options);
  const { versioned, notes } = withVersions(packages, options);
  append(notes, elsewhereNote(listed.filter(isElsewhere)));
  const table = new CoverageTable();
  const targets = new Map(packages.map((pkg) => [pkg, targetOf(pkg, os)]));
  for (const [, target] of targets) {
    if ('state' in target) {
      const { ecosystem, ...why } = target;
      table.count(ecosystem, { ...why, feeds: [] });
    } else table.count(target.ecosystem, answers(target.ecosystem));
  }
  const coverage = table.rows();
  if (database === undefined) return { findings: [], suppressed: [], coverage, notes };
  append(notes, cpeNotes(packages));
  const ended =
    options.endOfLifeByCpe === true &&
    os !== undefined &&
    endOfLifeOf(os, database, now)?.ended === true;
  const assess = assessor({ database, judges: versionJudges(), ended });
  const [counted, headers] = withoutHeaders(versioned, options);
  const assessments = counted.map((pkg) => assess(pkg, targetOf(pkg, os)));
  append(notes, mixedNote(os));
  append(
    notes,
    headers.flatMap((pkg) => headersNote(assess(pkg, targetOf(pkg, os)))),
  );
  const witnesses = (context.witnesses ?? []).map((pkg) => assess(pkg, targetOf(pkg, os)));
  const vendor = vendorOf(os, [...witnesses, ...assessments], answers);
  const outcomes = settle(assessments, vendor, options);
  const facts = readFacts(
    outcomes.map(({ ruling }) => ruling),
    database,
  );
  const findings = outcomes
    .map((one) => ({ key: sortKey(one), finding: write(one, facts, options) }))
    .sort((a, b) => byText(a.key, b.key))
    .map(({ finding }) => finding);
  return {
    findings: findings.filter((finding) => finding.suppressed === undefined),
    suppressed: findings.filter((finding) => finding.suppressed !== undefined),
    coverage,
    notes,
  };
}

function isElsewhere({ type }: Package): boolean {
  return ecosystemOf(type)?.elsewhere === true;
}

/** Images that files name are not opened; saying so is all that is due here. */
function elsewhereNote([first, ...more]: readonly Package[]): readonly ReportNote[] {
  if (first === undefined) return [];
  const named = first.name + (first.version.includes(':') ? '@' : ':') + first.version;
  // People paste the command; a bill of materials may call an image anything.
  const image = named.replace(/^-+/, '').replaceAll(/[^\w./:@-]/g, '?');
  return more.length === 0
    ? [sentence('scan.image-named', { image })]
    : [sentence('scan.images-named', { count: more.length + 1, image })];
}

/** Packages to judge, and those that hold only the kernel's headers: thousands of its faults are none of theirs. */
function withoutHeaders(
  packages: readonly Package[],
  options: MatchOptions,
): readonly [readonly Package[], readonly Package[]] {
  if (options.kernelHeaders === true) return [packages, []];
  const headers = packages.filter((pkg) => isOsPackage(pkg) && isKernelHeaders(pkg));
  if (headers.length === 0) return [packages, []];
  const aside = new Set(headers);
  return [packages.filter((pkg) => !aside.has(pkg)), headers];
}

/** Told where packages may be of another branch than the one that judges them. */
function mixedNote(os: OperatingSystem | undefined): readonly ReportNote[] {
  const distro = distroFor(os);
  const branches = (os?.channels ?? []).filter((name) => name !== distro?.extended?.channel);
  if (os === undefined || distro === undefined || branches.length === 0) return [];
  const branch = distro.advisories(os) ?? '';
  const params = { name: distro.title, version: os.version, branches: branches.join(', '), branch };
  return [sentence('scan.mixed-branches', params)];
}

/** One note for a headers package instead of a finding for each fault of the kernel. */
function headersNote({ pkg, cases }: Assessment): readonly ReportNote[] {
  const count = cases.filter(
    ({ ruling, cleared }) => ruling.verdict === 'affected' && cleared === undefined,
  ).length;
  return count === 0 ? [] : [sentence('scan.kernel-headers', { count, package: pkg.name })];
}

/** Packages with the version to judge, and a note on those that have none: left out, but not silently. */
function withVersions(
  packages: readonly Package[],
  options: MatchOptions,
): { readonly versioned: readonly Package[]; readonly notes: ReportNote[] } {
  const versioned: Package[] = [];
  const skipped: Package[] = [];
  const programs: Package[] = [];
  for (const pkg of packages) {
    const minimum =
      pkg.version === '' && options.detached === 'comprehensive' && pkg.requirement !== undefined
        ? minimumOf(pkg.requirement)
        : undefined;
    const comprehensive = options.detached === 'comprehensive' && pkg.version !== '';
    if (isUnreleased(pkg) && !comprehensive) programs.push(pkg);
    else if (pkg.version !== '') versioned.push(pkg);
    else if (minimum !== undefined) versioned.push({ ...pkg, version: minimum });
    // A project is no version of itself; nobody expects one.
    else if (pkg.relationship !== 'root') skipped.push(pkg);
  }
  const notes: ReportNote[] = [];
  const [first] = skipped;
  if (first !== undefined) {
    const id = skipped.length === 1 ? 'scan.no-version-one' : 'scan.no-version';
    notes.push(sentence(id, { count: skipped.length, first: first.name }));
  }
  const [program] = programs;
  if (program !== undefined) {
    notes.push(sentence('scan.go-programs', { count: programs.length, first: program.name }));
  }
  return { versioned, notes };
}

type Answers = (ecosystem: string) => Answerability;

function answerMemo(
  database: AdvisoryDatabase | undefined,
  now: Date,
  options: MatchOptions,
): Answers {
  const known = new Map<string, Answerability>();
  return (ecosystem) => {
    const answer =
      known.get(ecosystem) ?? answerabilityOf(ecosystem, database, now, options.staleAfterDays);
    known.set(ecosystem, answer);
    return answer;
  };
}

/** What packages are judged with. */
interface Bench {
  readonly database: AdvisoryDatabase;
  readonly judges: VersionJudges;
  /** True when packages of a distribution are searched by product, because its release has ended. */
  readonly ended: boolean;
}

/**
 * Looks packages up and weighs what is found. Binary packages of one source ask the same question,
 * so answers are kept by question.
 */
function assessor(bench: Bench): (pkg: Package, target: Assessment['target']) => Assessment {
  const known = new Map<string, readonly Omit<Case, 'pkg'>[]>();
  return (pkg, target) => {
    if ('state' in target) return { pkg, target, cases: [] };
    const question = JSON.stringify([
      target,
      pkg.arch,
      pkg.qualifiers?.['modularity'],
      // What a Go program contains of a module is its own.
      pkg.type === 'golang' ? pkg.qualifiers : undefined,
      // Products depend on the names of the binary package too.
      pkg.cpes === undefined ? [] : [pkg.name, pkg.version, pkg.source, pkg.cpes],
    ]);
    const cases = known.get(question) ?? weigh(pkg, target, bench);
    known.set(question, cases);
    return { pkg, target, cases: cases.map((one) => ({ pkg, ...one })) };
  };
}

function weigh(
  pkg: Package,
  target: Target,
  { database, judges, ended }: Bench,
): readonly Omit<Case, 'pkg'>[] {
  const lookup = (
    ecosystem: string,
    name: string,
    by: Target['by'] = 'direct',
  ): readonly MatchRow[] =>
    database.lookup(ecosystem, name).filter((row) => counts(row) && concerns(row, { pkg, by }));
  const judged = questionsOf(target).flatMap((question) =>
    lookup(question.ecosystem, question.name, question.target.by).map((row) =>
      judgeRow(row, question.target, judgeFor(question.target, judges)),
    ),
  );
  const os = isOsPackage(pkg);
  const said = groupByFault(judged, ({ row }) => idsOf(row)).map((fault) => {
    const open = fault.rows.filter(
      ({ verdict }) => verdict === 'affected' || verdict === 'unknown',
    );
    const cleared = clearedByAbsence(
      open.map(({ row }) => row),
      pkg,
    );
    return { fault, ruling: ruleInherited(fault.rows, os), ...(cleared && { cleared }) };
  });
  return [...said, ...casesByCpe(pkg, { said, lookup, judges, ended })];
}

interface Question {
  readonly ecosystem: string;
  readonly name: string;
  /** What the answers are judged by. */
  readonly target: Target;
}

/** Everything to look up for one package: its own name, its source's, its supplier's; the subscribers' channel. */
function questionsOf(target: Target): readonly Question[] {
  const { ecosystem, name, supplier, upstream, extended } = target;
  // Products go by several names; the search by CPE asks for all of them.
  if (target.by === 'cpe') return [];
  const questions: Question[] = [{ ecosystem, name, target }];
  if (extended !== undefined) questions.push({ ecosystem: extended.ecosystem, name, target });
  if (supplier !== undefined) questions.push({ ...supplier, target });
  if (upstream !== undefined) {
    const indirect: Target = { ...target, ...upstream, by: 'indirect' };
    questions.push({ ecosystem, name: upstream.name, target: indirect });
    if (extended !== undefined)
      questions.push({ ecosystem: extended.ecosystem, name: upstream.name, target: indirect });
  }
  for (const other of target.inherited?.ecosystems ?? []) {
    questions.push({ ecosystem: other, name, target });
    const source = target.inherited?.source;
    if (source === undefined) continue;
    const indirect: Target = { ...target, ...source, by: 'indirect' };
    questions.push({ ecosystem: other, name: source.name, target: indirect });
  }
  return questions;
}

/** Versions of a source RPM come without an epoch. */
function judgeFor(target: Target, judges: VersionJudges): VersionJudge | undefined {
  const judge = judges(target.scheme);
  const epochless = target.scheme === 'rpm' && target.by === 'indirect';
  return judge !== undefined && epochless ? withoutMissingEpochs(judge) : judge;
}

/** Withdrawn advisories match nothing; informational ones (unmaintained, unsound) are no faults. */
function counts(row: MatchRow): boolean {
  return row.withdrawn === undefined && row.kind !== 'informational';
}

function vendorOf(
  os: OperatingSystem | undefined,
  assessments: readonly Assessment[],
  answers: Answers,
): Vendor | undefined {
  const distro = distroFor(os);
  const ecosystem = os === undefined ? undefined : distro?.advisories(os);
  if (distro === undefined || ecosystem === undefined) return undefined;
  return {
    distro,
    silenceAnswers: distro.comprehensive && answers(ecosystem).state === 'covered',
    packages: new Map(
      assessments.filter(({ pkg }) => isOsPackage(pkg)).map((one) => [one.pkg.purl, one]),
    ),
  };
}

/** Turns cases into outcomes: what counts, what the vendor clears, what is one finding instead of two. */
function settle(
  assessments: readonly Assessment[],
  vendor: Vendor | undefined,
  options: MatchOptions,
): readonly Outcome[] {
  const open = assessments
    .flatMap(({ cases }) => cases)
    .filter(({ ruling }) => ruling.verdict === 'affected' || ruling.verdict === 'unknown');
  const settled = new Map<Case, Outcome>();
  const asked = open.map((entry) => ({ entry, answer: askVendor(entry, vendor) }));
  for (const { entry, answer } of asked) {
    if (answer.kind === 'merges') continue;
    const suppressed =
      answer.kind === 'suppressed'
        ? ({ by: 'vendor', reason: answer.reason, source: answer.source } as const)
        : (entry.cleared ?? noiseOf(entry, options));
    const remark = answer.kind === 'stands' ? answer.remark : undefined;
    settled.set(
      entry,
      outcome(entry, {
        ...(suppressed && { suppressed }),
        remarks: remark === undefined ? [] : [remark],
      }),
    );
  }
  for (const { entry, answer } of asked) {
    if (answer.kind !== 'merges') continue;
    const host = settled.get(answer.into);
    settled.set(
      host === undefined ? entry : answer.into,
      host === undefined ? outcome(entry) : { ...host, merged: [...host.merged, entry] },
    );
  }
  return [...settled.values()];
}

/** Findings that are noise by default, with the reason and the way back. */
function noiseOf(entry: Case, options: MatchOptions): Suppression | undefined {
  const { primary } = entry.ruling;
  if (primary.row.affected.state === 'unimportant' && options.unimportant !== true) {
    const word = primary.row.affected.vendorState ?? 'unimportant';
    return {
      by: 'vendor',
      reason: `the vendor rates this "${word}": no security impact in its packages`,
      source: primary.row.source,
    };
  }
  return undefined;
}

function write(one: Outcome, facts: Facts, options: MatchOptions): ReturnType<typeof findingOf> {
  const finding = findingOf(one, facts, options.severitySources);
  const { merged, remarks } = one;
  const aliases = new Set([
    ...finding.aliases,
    ...merged.flatMap(({ fault }) => [fault.rule, ...fault.aliases]),
  ]);
  aliases.delete(finding.rule);
  return {
    ...finding,
    aliases: [...aliases],
    locations: [
      ...finding.locations,
      ...merged.flatMap(({ pkg }) =>
        pkg.locations.map((location) => ({ package: { purl: pkg.purl }, ...location })),
      ),
    ],
    evidence: [
      ...finding.evidence,
      ...remarks,
      ...merged.map(({ pkg }) => `also reported for ${pkg.purl}, which this package installed`),
    ],
    ...(one.suppressed && { suppressed: one.suppressed }),
  };
}

function sortKey({ pkg, fault }: Case): string {
  const path = pkg.locations[0]?.file?.path ?? '';
  return [pkg.purl, fault.rule, path].join('\u0000');
}
