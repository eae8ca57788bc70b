import type { Location, Package } from '../model/index.ts';

/** A JSON object under construction; members with `undefined` are not written. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The layer of a location in Trivy's words, or undefined. */
export function layerOf(location: Location | undefined): JsonObject | undefined {
  const layer = location?.layer;
  if (layer?.digest === undefined && layer?.diffId === undefined) return undefined;
  return { Digest: layer.digest, DiffID: layer.diffId };
}

/** Id of a package in Trivy's reports. */
export function packageId(item: Pick<Package, 'name' | 'version'>): string {
  return item.version === '' ? item.name : `${item.name}@${item.version}`;
}

/** A list, or undefined when it is empty: Trivy leaves empty members out. */
export function filled<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
