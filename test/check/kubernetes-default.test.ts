import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/tasks/check.ts';

const careful = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
  labels:
    app.kubernetes.io/name: cart
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: cart
  template:
    metadata:
      labels:
        app.kubernetes.io/name: cart
    spec:
      automountServiceAccountToken: false
      serviceAccountName: cart
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: cart
          image: registry.example.com/shop/cart:1.4.2
          imagePullPolicy: IfNotPresent
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          readinessProbe:
            httpGet:
              path: /ready
              port: http
          livenessProbe:
            httpGet:
              path: /live
              port: http
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app.kubernetes.io/name: cart
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: cart
  namespace: shop
automountServiceAccountToken: false
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: cart
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: cart
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: web
      ports:
        - port: 8080
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
`;

const careless = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx
          ports:
            - containerPort: 80
          env:
            - name: DB_PASSWORD
              value: hunter2
`;

async function rulesOf(text: string, standard: string): Promise<readonly string[]> {
  const report = await check({ files: [{ path: 'web.yaml', text }] }, { standard });
  assert.equal(report.status, 'complete');
  return report.findings.map(({ rule }) => rule).toSorted();
}

test('a workload that is hardened with care has no finding, alone or among its objects', async () => {
  assert.deepEqual(await rulesOf(careful, 'default'), []);
  assert.deepEqual(await rulesOf(careful.split('---\n')[0] ?? '', 'default'), []);
});

test('a careless workload has one finding for each fact', async () => {
  assert.deepEqual(await rulesOf(careless, 'default'), [
    'K8S-CAPS-DROPALL',
    'K8S-IMG-LATEST',
    'K8S-MEM-LIMIT',
    'K8S-MEM-REQ',
    'K8S-PRIVESC',
    'K8S-ROROOT',
    'K8S-RUNASNONROOT',
    'K8S-SA-TOKEN',
    'K8S-SECCOMP-RESTRICTED',
    'K8S-SECRET-PLAIN',
  ]);
});

test('the levels of Pod Security speak when they are asked for, and not beside the single rules', async () => {
  const found = async (standard: string): Promise<boolean> =>
    (await rulesOf(careless, standard)).some((rule) => rule.startsWith('K8S-PSS-'));
  for (const standard of ['default', 'strict', 'all', 'nsa'])
    assert.equal(await found(standard), false, standard);
  assert.equal(await found('pss:restricted'), true);
});
