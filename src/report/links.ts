/** Where a person reads more about an id, by the form of the id. The first row that fits wins. */
const pages: readonly { readonly form: RegExp; readonly url: (id: string) => string }[] = [
  { form: /^CVE-\d{4}-\d{4,}$/, url: (id) => `https://nvd.nist.gov/vuln/detail/${id}` },
  { form: /^GHSA(-[0-9a-z]{4}){3}$/, url: (id) => `https://github.com/advisories/${id}` },
  { form: /^(DSA|DLA|DTSA)-\d+(-\d+)?$/, url: (id) => debian(id) },
  { form: /^TEMP-[0-9A-F-]+$/, url: (id) => debian(id) },
  {
    form: /^[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9._:-]+$/,
    url: (id) => `https://osv.dev/vulnerability/${id}`,
  },
];

function debian(id: string): string {
  return `https://security-tracker.debian.org/tracker/${id}`;
}

/**
 * Page about a vulnerability. A stranger's feed chose the id: only an id of a known, harmless form
 * becomes part of an address; for any other there is none.
 */
export function primaryUrl(id: string): string | undefined {
  if (id.length > 100) return undefined;
  return pages.find((page) => page.form.test(id))?.url(id);
}
