/** True when everything is wanted, or this ecosystem, or its family as a whole. */
export function wantsEcosystem(wanted: readonly string[] | undefined, ecosystem: string): boolean {
  return (
    wanted === undefined ||
    wanted.includes(ecosystem) ||
    wanted.includes(ecosystem.split(':', 1)[0] ?? '')
  );
}
