import { after } from './program.ts';
import type { Clue, Program } from './program.ts';

/** `1.2.3`, `1.29.0-rc.3`, `12.4.0-22081664032`. */
const release = String.raw`\d{1,3}\.\d{1,3}\.\d{1,4}(?:-[0-9A-Za-z.]{1,30})?`;

/** What the linker was told to write into a variable (`-X`), from the build settings kept since Go 1.18. */
function linked(variable: string): Clue {
  return after(`${variable}=`, new RegExp(`=v?(${release})[\\s"']`));
}

/** The main module's version: stamped from its tag since Go 1.24. */
function module(path: string): Clue {
  return after(`mod\t${path}\t`, new RegExp(String.raw`\tv(${release})[\t\n]`));
}

/**
 * A variable's own value: a text that is not among the constants, which lie side by side without
 * an end, but ends with a zero and follows no letter.
 */
function value(pattern: string = release): Clue {
  return { version: new RegExp(String.raw`[^ -~](${pattern})\0`) };
}

function valueWithV(): Clue {
  return { version: new RegExp(String.raw`[^ -~]v(${release})\0`) };
}

function beat(name: string): Program {
  return {
    name,
    files: [name],
    clues: [
      module(`github.com/elastic/beats/v7/${name}`),
      after('setupTest ', /Test (\d{1,2}\.\d{1,2}\.\d{1,3})(?!\d)/),
      after('createplugin', /plugin(\d{1,2}\.\d{1,2}\.\d{1,3})global/),
    ],
    products: [`elastic:${name}`],
  };
}

const rows: readonly Program[] = [
  {
    name: 'traefik',
    files: ['traefik'],
    clues: [linked('pkg/version.Version'), value(`v?${release}`)].map(withoutV),
    products: ['traefik:traefik'],
  },
  {
    name: 'helm',
    files: ['helm'],
    clues: [linked('internal/version.version'), module('helm.sh/helm/v3'), valueWithV()],
    products: ['helm:helm'],
    purl: 'golang/helm.sh/helm',
  },
  {
    name: 'consul',
    files: ['consul'],
    clues: [
      after('CONSUL_VERSION: ', new RegExp(`: (${release})\\s`)),
      module('github.com/hashicorp/consul'),
      valueWithV(),
    ],
    products: ['hashicorp:consul'],
    purl: 'golang/github.com/hashicorp/consul',
  },
  {
    name: 'github.com/hashicorp/vault',
    files: ['vault'],
    clues: [
      module('github.com/hashicorp/vault'),
      after('0x%016x', /x(\d{1,2}\.\d{1,2}\.\d{1,2})\n/),
      after(':revoke', /revoke(\d{1,2}\.\d{1,2}\.\d{1,2})\)\(nil\)/),
      value(),
    ],
    products: ['hashicorp:vault'],
    purl: 'golang/github.com/hashicorp/vault',
  },
  ...['pilot-discovery', 'pilot-agent'].map((name) => ({
    name,
    files: [name],
    clues: [
      linked('istio.io/istio/pkg/version.buildVersion'),
      linked('istio.io/pkg/version.buildVersion'),
      value(String.raw`\d{1,2}\.\d{1,3}(?:\.\d{1,3}(?:-(?:alpha|beta|rc)\.\d{1,3})?|-dev)`),
    ],
    products: ['istio:istio'],
    purl: 'generic/istio',
  })),
  {
    name: 'grafana',
    files: ['grafana', 'grafana-server'],
    clues: [linked('main.version'), value()],
    products: ['grafana:grafana'],
  },
  {
    name: 'nginx-ingress-controller',
    files: ['nginx-ingress-controller'],
    clues: [linked('k8s.io/ingress-nginx/version.RELEASE'), valueWithV()],
    products: ['kubernetes:ingress-nginx'],
  },
  beat('filebeat'),
  beat('metricbeat'),
  beat('packetbeat'),
  beat('auditbeat'),
];

/** Programs written in Go, whose module list does not tell the version of the program itself. */
export const goPrograms: readonly Program[] = rows.map((row) => ({ ...row, target: 'go' }));

/** Older releases carry the letter of the tag, newer ones do not. */
function withoutV(clue: Clue): Clue {
  return { ...clue, version: new RegExp(clue.version.source.replace('(v?', 'v?(')) };
}
