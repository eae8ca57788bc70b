import { nothing, isNothing, sameConnections, type Connections } from './connections.ts';
import {
  edgesOf,
  endText,
  rangeText,
  type AddressRange,
  type Edge,
  type NetworkModel,
} from './connectivity.ts';
import { byText } from '../../model/order.ts';
import { append } from '../../model/append.ts';

/** A pair whose connections differ between two sets of manifests. */
export interface NetworkChange {
  /** `pod`, or kind and name of another network. */
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly before: Connections | undefined;
  readonly after: Connections | undefined;
}

/**
 * What differs: pairs that can talk in one set only, or on other ports. Ranges of addresses are
 * compared piece by piece, however each set cuts them.
 */
export function differenceBetween(before: NetworkModel, after: NetworkModel): NetworkChange[] {
  const old = connectionsOf(before);
  const now = connectionsOf(after);
  const changes: NetworkChange[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    append(changes, changesOf(key, old.get(key) ?? [], now.get(key) ?? []));
  }
  return changes.toSorted(
    (a, b) => byText(a.network, b.network) || byText(a.from, b.from) || byText(a.to, b.to),
  );
}

interface Piece {
  /** Undefined: no addresses are among the two ends. */
  readonly range: AddressRange | undefined;
  readonly connections: Connections;
}

const mark = '\u0000';

function connectionsOf(model: NetworkModel): Map<string, Piece[]> {
  const found = new Map<string, Piece[]>();
  for (const part of model.parts) {
    const { kind, name } = part.network;
    const network = kind === 'pod' ? kind : `${kind} ${name}`;
    for (const edge of edgesOf(part, model.context)) {
      const range = rangeOf(edge);
      const ends = [edge.from, edge.to].map((end) =>
        end.kind === 'outside' ? `${mark}${end.range.family}` : endText(end),
      );
      const key = [network, ...ends].join('\n');
      found.set(key, [...(found.get(key) ?? []), { range, connections: edge.connections }]);
    }
  }
  return found;
}

function rangeOf({ from, to }: Edge): AddressRange | undefined {
  if (from.kind === 'outside') return from.range;
  return to.kind === 'outside' ? to.range : undefined;
}

function changesOf(key: string, old: readonly Piece[], now: readonly Piece[]): NetworkChange[] {
  const [network = '', from = '', to = ''] = key.split('\n');
  const told = (piece: AddressRange | undefined, before: Connections, after: Connections) => {
    const name = (text: string): string =>
      text.startsWith(mark) && piece !== undefined ? rangeText(piece) : text;
    return {
      network,
      from: name(from),
      to: name(to),
      before: isNothing(before) ? undefined : before,
      after: isNothing(after) ? undefined : after,
    };
  };
  const changes: { piece: AddressRange | undefined; before: Connections; after: Connections }[] =
    [];
  for (const piece of piecesOf([...old, ...now])) {
    const before = at(old, piece);
    const after = at(now, piece);
    if (sameConnections(before, after)) continue;
    const last = changes.at(-1);
    if (
      piece !== undefined &&
      last?.piece?.to === piece.from &&
      sameConnections(last.before, before) &&
      sameConnections(last.after, after)
    ) {
      last.piece = { ...last.piece, to: piece.to };
    } else changes.push({ piece, before, after });
  }
  return changes.map(({ piece, before, after }) => told(piece, before, after));
}

/** Addresses cut wherever one of the two sets cuts them; one piece without addresses for other pairs. */
function piecesOf(all: readonly Piece[]): (AddressRange | undefined)[] {
  const ranges = all.flatMap(({ range }) => range ?? []);
  const [first] = ranges;
  if (first === undefined) return [undefined];
  const points = [...new Set(ranges.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return points
    .slice(1)
    .map((to, index) => ({ family: first.family, from: points[index] ?? 0n, to }));
}

function at(pieces: readonly Piece[], piece: AddressRange | undefined): Connections {
  const found = pieces.find(
    ({ range }) =>
      range === undefined ||
      piece === undefined ||
      (range.from <= piece.from && piece.to <= range.to),
  );
  return found?.connections ?? nothing;
}
