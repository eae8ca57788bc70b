import type { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

interface HttpModule {
  readonly Agent: typeof HttpAgent;
  readonly request: typeof httpRequest;
}

interface HttpsModule {
  readonly Agent: typeof HttpsAgent;
  readonly request: typeof httpsRequest;
}

/**
 * Node's HTTP modules, loaded when first asked for. An `import` of `node:http` evaluates all its
 * exports, WebSocket and fetch among them: 20 ms of every scan that uses no network.
 */
export const nodeHttp: () => HttpModule = () => process.getBuiltinModule('node:http');

/** The same for `node:https`. */
export const nodeHttps: () => HttpsModule = () => process.getBuiltinModule('node:https');
