/**
 * Rules of DOCKER-USER that do something: what iptables creates by itself, the chain and a bare
 * RETURN, lets everything pass. `iptables -S` and `nft list chain` are both understood.
 */
export function restrictingRules(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => /(?:-j\s+|\b)(?:DROP|REJECT|drop|reject)\b/.test(line));
}
