import { compareSeverity, ecosystemOf, severities } from '../../model/index.ts';
import type { Finding, Location, Package, Report, Severity, Upgrade } from '../../model/index.ts';
import { versionJudges } from './version-judge.ts';
import type { VersionJudges } from './version-judge.ts';
import { byText } from '../../model/order.ts';

/** Undefined when the two cannot be ordered. */
type Compare = (a: string, b: string) => -1 | 0 | 1 | undefined;

/** What counts against packages that are upgraded together. */
interface Bundle {
  readonly name: string;
  readonly type: string;
  readonly from: string;
  readonly findings: Finding[];
}

/** One fault of a bundle: the versions that carry its fix, one for each maintained line. */
interface Fault {
  readonly rule: string;
  readonly fixes: readonly string[];
}

/** A version to go to with what it ends. */
interface Step {
  readonly to: string;
  readonly ends: ReadonlySet<string>;
}

/**
 * One upgrade for each installed package (OS packages by source package, whose binaries move
 * together): the lowest version that ends the most of what counts. Only versions that an advisory
 * names are proposed, and what cannot be compared is never guessed to be ended. Sorted by what each
 * ends, known exploited faults first.
 */
export function planUpgrades(report: Pick<Report, 'findings' | 'packages'>): readonly Upgrade[] {
  const judges = versionJudges();
  const planned = bundlesOf(report).flatMap((bundle) => planOf(bundle, judges) ?? []);
  const exploited = new Set(
    report.findings.filter((one) => one.vulnerability?.kev !== undefined).map(({ rule }) => rule),
  );
  return planned
    .map((upgrade) => ({ upgrade, key: urgency(upgrade, exploited) }))
    .sort((a, b) => order(a.key, b.key) || byText(a.upgrade.name, b.upgrade.name))
    .map(({ upgrade }) => upgrade);
}

function bundlesOf({ findings, packages }: Pick<Report, 'findings' | 'packages'>): Bundle[] {
  const byPurl = new Map<string, Package>(packages.map((item) => [item.purl, item]));
  const bundles = new Map<string, Bundle>();
  for (const finding of findings) {
    const item = finding.package === undefined ? undefined : byPurl.get(finding.package);
    if (item === undefined || finding.kind !== 'vulnerability') continue;
    if (finding.verdict !== 'affected') continue;
    const { name, version } = named(item);
    const key = JSON.stringify([item.type, name, version]);
    const known = bundles.get(key);
    if (known === undefined) {
      bundles.set(key, { name, type: item.type, from: version, findings: [finding] });
    } else known.findings.push(finding);
  }
  return [...bundles.values()];
}

/** The name and version that fixes speak of: those of the source package, where there is one. */
function named(item: Package): { readonly name: string; readonly version: string } {
  const { source } = item;
  if (ecosystemOf(item.type)?.class !== 'os-pkgs' || source === undefined) return item;
  return {
    name: source.name === '' ? item.name : source.name,
    version: source.version === '' ? item.version : source.version,
  };
}

function planOf(bundle: Bundle, judges: VersionJudges): Upgrade | undefined {
  const { name, type, from, findings } = bundle;
  const judge = judges(ecosystemOf(type)?.scheme ?? '');
  const compare: Compare = (a, b) => judge?.compare(a, b);
  const faults = faultsOf(findings, from, compare);
  const steps = stepsOf(faults, compare);
  const best = bestOf(steps, compare);
  if (best === undefined) return undefined;
  const near = majorOf(best.to) === majorOf(from) ? undefined : nearest(steps, from, compare);
  const ended = findings.filter(({ rule }) => best.ends.has(rule));
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort(byText);
  const without = (step: Step): readonly string[] => rules.filter((rule) => !step.ends.has(rule));
  const commands = new Set(ended.map(({ fix }) => fix?.instruction));
  const [instruction] = commands.size === 1 ? commands : [];
  return {
    name,
    type,
    from,
    to: best.to,
    packages: [...new Set(ended.flatMap((finding) => finding.package ?? []))].sort(byText),
    ends: bySeverity(ended),
    leaves: without(best),
    ...(near === undefined || near.to === best.to
      ? {}
      : { sameLine: { to: near.to, leaves: without(near) } }),
    ...(instruction === undefined ? {} : { instruction }),
    locations: placesOf(ended),
  };
}

/** Each rule once, with its fixes above the installed version; those of older lines are no upgrade. */
function faultsOf(findings: readonly Finding[], from: string, compare: Compare): readonly Fault[] {
  const byRule = new Map<string, Fault>();
  for (const { rule, fix } of findings) {
    const all = fix?.versions ?? [];
    const above = all.filter((version) => compare(version, from) === 1);
    // When nothing can be compared with what is installed, the advisory's own words are all there is.
    const fixes =
      above.length === 0 ? all.filter((one) => compare(one, from) === undefined) : above;
    if (fixes.length > 0 && !byRule.has(rule)) byRule.set(rule, { rule, fixes });
  }
  return [...byRule.values()];
}

function stepsOf(faults: readonly Fault[], compare: Compare): readonly Step[] {
  const versions = new Set(faults.flatMap(({ fixes }) => fixes));
  return [...versions].map((to) => ({
    to,
    ends: new Set(faults.filter(({ fixes }) => ends(to, fixes, compare)).map(({ rule }) => rule)),
  }));
}

/** The step that ends most; of several the lowest. */
function bestOf(steps: readonly Step[], compare: Compare): Step | undefined {
  let best: Step | undefined;
  for (const step of steps) {
    const more = best === undefined ? 1 : step.ends.size - best.ends.size;
    const lower = more === 0 && best !== undefined && compare(step.to, best.to) === -1;
    if (more > 0 || lower) best = step;
  }
  return best;
}

function nearest(steps: readonly Step[], from: string, compare: Compare): Step | undefined {
  const line = majorOf(from);
  return bestOf(
    steps.filter(({ to }) => majorOf(to) === line),
    compare,
  );
}

/**
 * A version ends a fault when it is one of its fixes, is not below the highest of them, or continues
 * the line of one of them (`3.2.26` after `3.2.25`, but not `4.0`, which may have left the line before).
 */
function ends(version: string, fixes: readonly string[], compare: Compare): boolean {
  if (fixes.includes(version)) return true;
  const reached = fixes.filter((fix) => (compare(version, fix) ?? -1) >= 0);
  return reached.length === fixes.length || reached.some((fix) => sameLine(version, fix));
}

/** True when all but the last of the dotted parts are equal; `4.2` counts as `4.2.0` beside `4.2.1`. */
function sameLine(a: string, b: string): boolean {
  const left = a.split('.');
  const right = b.split('.');
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length - 1; at += 1) {
    if ((left[at] ?? '0') !== (right[at] ?? '0')) return false;
  }
  return length > 1;
}

/** The part whose change may break callers: the first number, and below 1.0 the second too. */
function majorOf(version: string): string {
  const [first = '', second = ''] = version.replace(/^v/, '').split('.', 2);
  return first === '0' ? `0.${second}` : first;
}

function bySeverity(findings: readonly Finding[]): Upgrade['ends'] {
  const worst = new Map<string, Severity>();
  for (const { rule, severity } of findings) {
    const known = worst.get(rule);
    if (known === undefined || compareSeverity(severity, known) < 0) worst.set(rule, severity);
  }
  const rules = [...worst].sort(([a], [b]) => byText(a, b));
  return Object.fromEntries(
    severities.flatMap((severity) => {
      const own = rules.filter(([, one]) => one === severity).map(([rule]) => rule);
      return own.length === 0 ? [] : [[severity, own] as const];
    }),
  );
}

function placesOf(findings: readonly Finding[]): readonly Location[] {
  const places = new Map<string, Location>();
  for (const location of findings.flatMap((finding) => finding.locations)) {
    const key = JSON.stringify([location.file?.path, location.layer?.index]);
    if (!places.has(key)) places.set(key, location);
  }
  return [...places].sort(([a], [b]) => byText(a, b)).map(([, location]) => location);
}

/** What an upgrade ends as numbers to sort by: exploited faults, then each severity from the worst. */
type Urgency = readonly number[];

function urgency(upgrade: Upgrade, exploited: ReadonlySet<string>): Urgency {
  const ended = Object.values(upgrade.ends).flat();
  return [
    ended.filter((rule) => exploited.has(rule)).length,
    ...severities.map((severity) => upgrade.ends[severity]?.length ?? 0),
  ];
}

function order(a: Urgency, b: Urgency): number {
  const at = a.findIndex((count, index) => count !== b[index]);
  return (b[at] ?? 0) - (a[at] ?? 0);
}
