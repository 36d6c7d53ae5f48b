// Holds manifests against the schemas of their kinds: node check.mjs FILE, a JSON array of manifests.
// Prints a line for each wrong type, missing field and unknown field, and ends with 1 where there is one.
import { readFileSync } from 'node:fs';

const OPERATORS = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

// What is not published here, and the version before, whose fields are the same.
const BEFORE = { 'external-secrets.io/v1': 'external-secrets.io/v1beta1' };

/** Validation lets unknown fields pass. But it never looks at them, so those that nobody has looked at are unknown. */
class Watched {
  #seen = new Map();

  of(value) {
    if (value === null || typeof value !== 'object') return value;
    const seen = new Set();
    this.#seen.set(value, seen);
    const inner = new Map();
    return new Proxy(value, {
      get: (target, key, receiver) => {
        seen.add(key);
        if (!Object.hasOwn(target, key)) return Reflect.get(target, key, receiver);
        if (!inner.has(key)) inner.set(key, this.of(target[key]));
        return inner.get(key);
      },
    });
  }

  /** Paths of fields of `value`, and of what is in it, that nobody asked for. */
  unseen(value, path = '') {
    const seen = this.#seen.get(value);
    if (!seen) return [];
    return Object.keys(value).flatMap((key) =>
      seen.has(key) ? this.unseen(value[key], `${path}/${key}`) : [`${path}/${key}`]);
  }
}

async function faults(manifest) {
  const version = BEFORE[manifest.apiVersion] ?? manifest.apiVersion;
  const pack = OPERATORS[version.split('/')[0]] ?? 'kubernetes-models';
  const { [manifest.kind]: Model } = await import(`${pack}/${version}/${manifest.kind}`);
  const model = new Model({ ...manifest, apiVersion: version });
  const watched = new Watched();
  try {
    Model.prototype.validate.call(watched.of(model));
  } catch (fault) {
    return [fault.message];
  }
  return watched.unseen(model).map((path) => `${path} is unknown`);
}

let found = 0;
for (const manifest of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  for (const fault of await faults(manifest)) {
    console.log(`${manifest.kind}/${manifest.metadata?.name}: ${fault}`);
    found++;
  }
}
process.exit(found ? 1 : 0);
