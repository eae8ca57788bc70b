/** Suites of TLS 1.2 and 1.3 with forward secrecy and authenticated encryption. */
const strong =
  /^TLS_(?:ECDHE_(?:ECDSA|RSA)_WITH_)?(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305(?:_SHA256)?)$/;

/** Whether a comma-separated list names only strong cipher suites. */
export function areStrong(list: string): boolean {
  const suites = list.split(',').filter((suite) => suite !== '');
  return suites.length > 0 && suites.every((suite) => strong.test(suite));
}

/** With forward secrecy but without authenticated encryption: Go still prefers them to others. */
const preferred = /^TLS_ECDHE_(?:ECDSA|RSA)_WITH_AES_(?:128|256)_CBC_SHA$/;

/**
 * Whether a list names only suites that the reference of kube-apiserver calls preferred (those of
 * `tls.CipherSuites` in Go); its "insecure values" are the rest.
 */
export function arePreferred(list: string): boolean {
  const suites = list.split(',').filter((suite) => suite !== '');
  return suites.length > 0 && suites.every((suite) => strong.test(suite) || preferred.test(suite));
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Seconds of a duration as Go writes it (`1h1m`, `300s`); Infinity for what is none. */
export function seconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d{1,9})([hms])/g)];
  if (parts.map(([part]) => part).join('') !== duration) return Infinity;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}

/** A comma-separated list with one more item. */
export function withItem(list: string | undefined, item: string): string {
  return [...(list ?? '').split(',').filter((one) => one !== ''), item].join(',');
}

/** A comma-separated list without an item. */
export function without(list: string | undefined, item: string): string {
  return (list ?? '')
    .split(',')
    .filter((one) => one !== '' && one !== item)
    .join(',');
}

/** A list of `Gate=true` with a gate set anew. */
export function withGate(list: string | undefined, gate: string): string {
  const name = gate.slice(0, gate.indexOf('=') + 1);
  const others = (list ?? '').split(',').filter((one) => one !== '' && !one.startsWith(name));
  return [...others, gate].join(',');
}
