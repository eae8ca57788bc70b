import type { Distro } from '../../model/index.ts';
import type { Assessment, Case, Outcome } from './contract.ts';
import { isCve } from '../advisories/ids.ts';
import { speaks } from './decide.ts';

/** The vendor that answers for language packages installed by the operating system's own packages. */
export interface Vendor {
  readonly distro: Distro;
  /** True when its feed is whole and fresh and also lists what is not fixed: its silence then means "not affected". */
  readonly silenceAnswers: boolean;
  /** Assessments of operating-system packages, by purl. */
  readonly packages: ReadonlyMap<string, Assessment>;
}

/** What the vendor's word makes of a case of a language package. */
export type VendorAnswer =
  /** Nobody but the language's own advisories can tell; `remark` says why. */
  | { readonly kind: 'stands'; readonly remark?: string }
  /** The vendor reports the same fault in the package that owns the file: one finding, there. */
  | { readonly kind: 'merges'; readonly into: Case }
  | { readonly kind: 'suppressed'; readonly reason: string; readonly source: string };

/**
 * Asks the vendor about a fault of a language package that an operating-system package installed.
 * Distributions patch without changing the upstream version, so upstream ranges are no evidence
 * there; but only an explicit word, or the silence of a comprehensive feed, may clear a package.
 */
export function askVendor(entry: Case, vendor: Vendor | undefined): VendorAnswer {
  const owner = entry.pkg.owner;
  if (owner === undefined || isMalware(entry)) return { kind: 'stands' };
  const assessment = vendor?.packages.get(owner);
  if (vendor === undefined || assessment === undefined) {
    return { kind: 'stands', remark: `installed by ${owner}, whose vendor has no advisories here` };
  }
  if ('state' in assessment.target) {
    return { kind: 'stands', remark: `installed by ${owner}: ${assessment.target.reason}` };
  }
  // What was found by CPE is upstream's word, not the vendor's.
  const said = assessment.cases.find(
    (other) => other.ruling.primary.target.by !== 'cpe' && sameFault(entry, other),
  );
  if (said !== undefined) {
    if (speaks(said.ruling.primary)) return explicit(entry, said, vendor.distro);
    const { name, version } = said.pkg;
    return {
      kind: 'stands',
      remark: `${vendor.distro.title} clears other versions of ${name} than ${version} only`,
    };
  }
  const ids = [entry.fault.rule, ...entry.fault.aliases];
  if (!vendor.silenceAnswers || !ids.some(isCve)) {
    const why = vendor.silenceAnswers
      ? 'the vendor goes by CVE and this has none'
      : 'the silence of its feed is no answer';
    return { kind: 'stands', remark: `installed by ${owner}: ${why}` };
  }
  return {
    kind: 'suppressed',
    reason: `${vendor.distro.title} answers for ${owner} and does not list this`,
    source: assessment.target.ecosystem,
  };
}

function explicit(entry: Case, said: Case, distro: Distro): VendorAnswer {
  const { verdict, primary } = said.ruling;
  if (verdict === 'affected') return { kind: 'merges', into: said };
  if (verdict === 'unknown') {
    const reason = primary.reason ?? 'no reason given';
    return { kind: 'stands', remark: `${distro.title} on ${said.pkg.name}: unknown: ${reason}` };
  }
  const word = verdict === 'fixed' ? 'is fixed' : 'is not affected';
  return {
    kind: 'suppressed',
    reason: `${distro.title} says that ${said.pkg.name} ${said.pkg.version} ${word} (${said.fault.rule}); it installed ${entry.pkg.name}`,
    source: primary.row.source,
  };
}

function sameFault(a: Case, b: Case): boolean {
  const ids = new Set([a.fault.rule, ...a.fault.aliases]);
  return ids.has(b.fault.rule) || b.fault.aliases.some((id) => ids.has(id));
}

function isMalware(entry: Case): boolean {
  return entry.ruling.judged.some(({ row }) => row.kind === 'malware');
}

/** An outcome that stands for the language packages merged into it. */
export function outcome(entry: Case, extra: Partial<Outcome> = {}): Outcome {
  return { ...entry, merged: [], remarks: [], ...extra };
}
