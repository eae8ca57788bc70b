/** Decimal and binary suffixes of Kubernetes quantities, as powers of ten and two. */
const suffixes: ReadonlyMap<string, bigint> = new Map([
  ['n', 1n],
  ['u', 10n ** 3n],
  ['m', 10n ** 6n],
  ['', 10n ** 9n],
  ['k', 10n ** 12n],
  ['M', 10n ** 15n],
  ['G', 10n ** 18n],
  ['T', 10n ** 21n],
  ['P', 10n ** 24n],
  ['E', 10n ** 27n],
  ['Ki', (10n ** 9n) << 10n],
  ['Mi', (10n ** 9n) << 20n],
  ['Gi', (10n ** 9n) << 30n],
  ['Ti', (10n ** 9n) << 40n],
  ['Pi', (10n ** 9n) << 50n],
  ['Ei', (10n ** 9n) << 60n],
]);

/**
 * Nano-units of a quantity such as `1.5Gi`, `500m` or `2e3`; undefined when it is none. Rounded up
 * below a thousand-millionth, as apimachinery's resource.Quantity does.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function nanoOf(text: string): bigint | undefined {
  const found =
    /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]))?$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = found;
  if (whole === '' && fraction === '') return undefined;
  const scale = suffixes.get(suffix) ?? 1n;
  const power = Number(exponent ?? 0);
  const digits = BigInt(whole + fraction) * scale * 10n ** BigInt(Math.max(0, power));
  const divisor = 10n ** BigInt(fraction.length + Math.max(0, -power));
  const nano = (digits + divisor - 1n) / divisor;
  return sign === '-' ? -nano : nano;
}

/** A quantity of a manifest (`250m`, `1.5Gi`, `2`) as a number; undefined when it is none. */
export function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const nano = typeof value === 'string' ? nanoOf(value) : undefined;
  return nano === undefined ? undefined : Number(nano) / 1e9;
}
