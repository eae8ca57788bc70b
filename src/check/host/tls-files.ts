import type { BenchmarkFile } from './benchmark-files.ts';
import type { HostView } from './view.ts';

/**
 * Paths of a row that exist for this host: files below a folder that ends in `*`, and the TLS files
 * whose places the collector found in the settings of the daemon (`tlscacert:/etc/…`).
 */
export function pathsOf(row: BenchmarkFile, view: HostView): readonly string[] {
  return row.paths.flatMap((pattern) => {
    if (pattern.endsWith('/*')) {
      const folder = pattern.slice(0, -1);
      return [...view.files.keys()].filter((path) => path.startsWith(folder));
    }
    if (pattern.startsWith('/')) return [pattern];
    return [...view.files.keys()].filter((path) => path.startsWith(`${pattern}:`));
  });
}
