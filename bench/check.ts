import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';

const root = join(import.meta.dirname, '..');
const node = process.execPath;
const built = join(root, 'dist/plimsoll.js');
if (!existsSync(built)) throw new Error('Cannot measure: run "npm run build" first');

const dockerfileCount = Number(process.env['PLIMSOLL_DOCKERFILES'] ?? 1000);
const manifestCount = Number(process.env['PLIMSOLL_MANIFESTS'] ?? 5000);
const rounds = Number(process.env['PLIMSOLL_ROUNDS'] ?? 3);

/** A Dockerfile of the usual kind, with some faults; no two are alike. */
function dockerfile(at: number): string {
  return `# syntax=docker/dockerfile:1
ARG VERSION=3.${at % 20}
FROM node:${18 + (at % 5)}-bookworm AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build -- --name service-${at} && rm -rf /tmp/*
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1 ca-certificates \\
    && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production PORT=${8000 + (at % 100)}
COPY --from=build /src/dist /app
EXPOSE ${8000 + (at % 100)}
HEALTHCHECK CMD curl -f http://localhost/ || exit 1
CMD node /app/main.js --service ${at}
`;
}

/** A Deployment with its Service, of some sixty lines. */
function manifest(at: number): string {
  const name = `service-${at}`;
  const probe = '{ httpGet: { path: /healthz, port: 8080 }, periodSeconds: 10 }';
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${at % 20}
  labels: { app: ${name}, team: team-${at % 20} }
spec:
  replicas: ${1 + (at % 4)}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: registry.example/${name}:1.${at}
          args: ["--listen", ":8080", "--team", "team-${at % 20}"]
          ports:
            - containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: DB_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe: ${probe}
          livenessProbe: ${probe}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: ${at % 2 === 0}
            capabilities: { drop: [ALL] }
          volumeMounts:
            - { name: cache, mountPath: /var/cache/${name} }
      volumes:
        - name: cache
          emptyDir: { sizeLimit: 64Mi }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: team-${at % 20} }
spec:
  selector: { app: ${name} }
  ports: [{ port: 80, targetPort: 8080 }]
`;
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const yamlAlone = join(root, 'bench/kit/yaml-alone.ts');
try {
  const write = (path: string, text: string): void => {
    const full = join(folder, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text);
  };
  for (let at = 0; at < dockerfileCount; at += 1) write(`all/d${at}/Dockerfile`, dockerfile(at));
  for (let at = 0; at < manifestCount; at += 1) write(`all/k/m${at}.yaml`, manifest(at));
  write('one/Dockerfile', dockerfile(7));
  const check = (path: string): string =>
    `${node} ${built} check ${folder}/${path} --exit-code 0 -q -f ndjson -o /dev/null`;
  const many: Contestant[] = [
    {
      name: `\`yaml\` alone, ${manifestCount} manifests (floor)`,
      command: `${node} ${yamlAlone} ${folder}/all/k`,
    },
    {
      name: `\`plimsoll check\`, ${dockerfileCount} Dockerfiles and ${manifestCount} manifests`,
      command: check('all'),
      target: 3,
    },
  ];
  console.log(ratioTable('Check of a whole tree, cold', many, compare(many, rounds)));
  const one: Contestant[] = [
    { name: '`node -e 0` (floor)', command: `${node} -e 0` },
    { name: '`plimsoll check Dockerfile`', command: check('one/Dockerfile'), target: 2.5 },
  ];
  console.log(ratioTable('Check of one Dockerfile', one, compare(one, 15)));
} finally {
  rmSync(folder, { recursive: true });
}
