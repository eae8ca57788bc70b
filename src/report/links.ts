/** Where a person reads more about an id, by the form of the id. The first row that fits wins. */
const pages: readonly { readonly form: RegExp; readonly url: (id: string) => string }[] = [
  { form: /^CVE-\d{4}-\d{4,}$/, url: (id) => `https://nvd.nist.gov/vuln/detail/${id}` },
  { form: /^GHSA(-[0-9a-z]{4}){3}$/, url: (id) => `https://github.com/advisories/${id}` },
  { form: /^(DSA|DLA|DTSA)-\d+(-\d+)?$/, url: (id) => debian(id) },
  { form: /^TEMP-[0-9A-F-]+$/, url: (id) => debian(id) },
  { form: /^USN-\d+-\d+$/, url: (id) => `https://ubuntu.com/security/notices/${id}` },
  { form: /^RH[SBE]A-\d{4}:\d+$/, url: (id) => `https://access.redhat.com/errata/${id}` },
  { form: /^ELSA-\d{4}-\d+$/, url: (id) => `https://linux.oracle.com/errata/${id}.html` },
  {
    // Databases that OSV publishes, by the prefixes of its schema; other ids have no page there.
    form: /^(?:A[LS][SBE]A|ALPINE-CVE|ASB-A|BELL-CVE|BIT|CGA|CURL-CVE|DEBIAN-CVE|DHI|DRUPAL|DSA|ECHO|EEF-CVE|ELA|GO|GSD|HSEC|JLSEC|KUBE|LBSEC|LSN|MAL|MGASA|MINI|OESA|OSEC|OSV|PHSA|PSF|PYSEC|RLSA|RXSA|ROOT|RSEC|RUSTSEC|SUSE-[SRFO]U|openSUSE-[SRFO]U|UBUNTU-CVE|V8)-[A-Za-z0-9._:-]+$/,
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
