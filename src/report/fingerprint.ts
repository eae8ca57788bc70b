import { hash } from 'node:crypto';
import type { Finding, Location } from '../model/index.ts';

/** What tells where a finding is: the path of its file, else the pointer to its field, else nothing. */
export function placeOf(location: Location | undefined): string {
  return location?.file?.path ?? location?.field?.pointer ?? '';
}

/**
 * Name of a finding that stays the same from scan to scan, whatever the version of the database or
 * the digest of the layer: what was found, in which package, at which place of which subject.
 */
export function fingerprint(subject: string, finding: Finding): string {
  const facts = [subject, finding.kind, finding.rule, finding.package ?? ''];
  const place = placeOf(finding.locations[0]);
  const fault = finding.misconfiguration;
  if (fault !== undefined) {
    // Lines move with every edit above; the object and the field, or the sentence, do not.
    const field =
      finding.locations[0]?.field?.pointer ??
      (fault.type === 'image-config' ? seenIn(finding) : finding.message.text);
    return hash('sha256', JSON.stringify([...facts, place, fault.subject, field]));
  }
  const lines = finding.package === undefined ? finding.evidence.join('\n') : '';
  return hash('sha256', JSON.stringify([...facts, place, lines]));
}

/** What tells one fault of an image from another in the same place: neither numbers of layers nor counts. */
function seenIn({ kind, message, locations, evidence }: Finding): string {
  const [location] = locations;
  const made = location?.file === undefined ? location?.history?.createdBy : undefined;
  const shown = kind === 'secret' ? evidence[0] : undefined;
  return JSON.stringify([made, message.params['kind'], message.params['name'], shown]);
}

/** Short name of one installed package, to join the package list with the findings. */
export function packageUid(purl: string, path: string): string {
  return hash('sha256', JSON.stringify([purl, path])).slice(0, 16);
}
