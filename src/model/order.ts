/** Orders strings by UTF-16 code unit: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders by the first of several keys that differs; missing keys come first. */
export function byKeys<Item>(
  ...keys: readonly ((item: Item) => string | number)[]
): (a: Item, b: Item) => number {
  return (a, b) => {
    for (const key of keys) {
      const left = key(a);
      const right = key(b);
      if (typeof left === 'number' && typeof right === 'number') {
        if (left !== right) return left - right;
      } else {
        const order = byText(String(left), String(right));
        if (order !== 0) return order;
      }
    }
    return 0;
  };
}
