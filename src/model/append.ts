/**
 * Adds items behind a list. `push(...items)` hands each over on the stack, which ends at some
 * hundred thousand: a stranger's file has as many lines as he likes.
 */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** The largest of numbers however many they are, at least `least`. */
export function largest(numbers: Iterable<number>, least = 0): number {
  let most = least;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
