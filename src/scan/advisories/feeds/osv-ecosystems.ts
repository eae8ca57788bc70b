import type { OsvEcosystem } from './osv.ts';

/** Ecosystems read from OSV's bulk export; a new one is a new row. */
export const osvEcosystems: readonly OsvEcosystem[] = [
  {
    id: 'osv-npm',
    title: 'OSV: npm (GitHub advisories, malicious packages)',
    ecosystem: 'npm',
    licence: 'CC-BY-4.0',
    mirror: ['osv/single-records/npm/*.json'],
  },
  {
    id: 'osv-pypi',
    title: 'OSV: PyPI (PyPA and GitHub advisories, malicious packages)',
    ecosystem: 'PyPI',
    licence: 'CC-BY-4.0',
  },
  { id: 'osv-go', title: 'OSV: Go vulnerability database', ecosystem: 'Go', licence: 'CC-BY-4.0' },
  { id: 'osv-crates', title: 'OSV: RustSec', ecosystem: 'crates.io', licence: 'CC0-1.0' },
  { id: 'osv-maven', title: 'OSV: Maven', ecosystem: 'Maven', licence: 'CC-BY-4.0' },
  { id: 'osv-nuget', title: 'OSV: NuGet', ecosystem: 'NuGet', licence: 'CC-BY-4.0' },
  {
    id: 'osv-almalinux',
    title: 'OSV: AlmaLinux errata',
    ecosystem: 'AlmaLinux',
    licence: 'MIT',
    errata: true,
  },
  { id: 'osv-bitnami', title: 'OSV: Bitnami', ecosystem: 'Bitnami', licence: 'Apache-2.0' },
  {
    id: 'osv-kubernetes',
    title: 'OSV: Kubernetes official CVE feed',
    ecosystem: 'Kubernetes',
    licence: 'none stated',
  },
];
