import type { Finding, Scanner } from '../model/index.ts';
import type { IgnoreEntry } from './ignore-entry.ts';

/** Kinds of finding by the scanner that tells them. */
const scannerOf: Readonly<Partial<Record<Finding['kind'], Scanner>>> = {
  vulnerability: 'vuln',
  malware: 'vuln',
  'end-of-life': 'vuln',
  misconfiguration: 'misconfig',
  secret: 'secret',
};

/** `CVE-2024-1`, `RHSA-2024:1`, `openSUSE-SU-2024:1-1`, and publishers whose numbers have no year. */
const advisory =
  /^(?:[A-Z][A-Z0-9]*(?:-[A-Z]+)?-(?:19|20)\d\d[-:]|(?:GHSA|CVE|DSA|DLA|ELA|USN|LSN|TEMP|CGA|SNYK|XSA|GLSA|NSWG|ASB|BIT|MAL)-)/;

/** Rules on credentials in images, by our id and dockle's. */
const credential = /^(?:IMG-SECRET-|CIS-DI-0010$|DKL-LI-0003$)/;

/** Rules of configuration: other tools' that are no plain words (KICS's have a slash), and ours. */
const rule =
  /^(?:AVD-|DS-?\d|KSV|KCV|KUBE-\d|DL\d|SC\d|CKV|CIS-|DKL-|C-\d|(?:ADM|API|AUD|AUDITD|CM|CMP|CTR|CTX|DEE|DF|DMN|ESC|ETCD|FIL|HOST|HYG|IMG|ING|K8S|KLT|NET|NP|OOS|PROF|PRX|RBAC|REG|SCH|SVC|SWM|VOL)-)|[_/]/;

/**
 * What an entry may speak of, by its section or the form of its id. A plain word may be the name of
 * a rule or of a kind of credential, and a scope without an id is about everything. Undefined: what
 * no scanner tells, such as licences.
 */
function spokenOf({ kinds, id, purls }: IgnoreEntry): readonly (Scanner | undefined)[] {
  if (kinds !== undefined) return [...new Set(kinds.map((kind) => scannerOf[kind]))];
  if (purls.length > 0) return ['vuln'];
  if (id === undefined) return ['vuln', 'misconfig', 'secret'];
  if (advisory.test(id)) return ['vuln'];
  if (credential.test(id)) return ['secret'];
  return rule.test(id) ? ['misconfig'] : ['misconfig', 'secret'];
}

/** True when an entry that matched nothing may be called so: all that it may speak of was looked for. */
export function wasLookedFor(
  entry: IgnoreEntry,
  scanners: readonly Scanner[] | undefined,
): boolean {
  return (
    scanners === undefined ||
    spokenOf(entry).every((one) => one !== undefined && scanners.includes(one))
  );
}
