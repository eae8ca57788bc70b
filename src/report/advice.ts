import type { Finding, Text } from '../model/index.ts';
import { primaryUrl } from './links.ts';

/** What to do about a finding: the command or edit that ends it, else what its rule advises. */
export function adviceOf(
  { fix, misconfiguration }: Finding,
  lang: keyof Text = 'en',
): string | undefined {
  return fix?.instruction ?? misconfiguration?.advice[lang];
}

/** Where a person reads more: the page of an id that has one, else the first reference of the rule. */
export function pageOf({ rule, misconfiguration }: Finding): string | undefined {
  return primaryUrl(rule) ?? misconfiguration?.references.find((one) => one.startsWith('https://'));
}
