type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say nothing about the value. */
const silent = new Set(['$schema', '$comment', '$defs', 'title', 'description']);

/**
 * Faults of a value against a JSON Schema: the small part of draft 2020-12 that our own schema
 * uses. A keyword it does not know is an error, so that no rule is silently left unchecked.
 */
export function schemaFaults(value: unknown, root: Schema): readonly string[] {
  const faults: string[] = [];
  check(value, root, { root, path: '', faults });
  return faults;
}

interface Place {
  readonly root: Schema;
  readonly path: string;
  readonly faults: string[];
}

function check(value: unknown, schema: Schema, place: Place): void {
  for (const [keyword, rule] of Object.entries(schema)) {
    if (silent.has(keyword)) continue;
    const test = keywords[keyword];
    if (test === undefined) throw new Error(`Cannot check keyword "${keyword}" of the schema`);
    test({ value, rule, schema, place });
  }
}

interface Case {
  readonly value: unknown;
  readonly rule: unknown;
  readonly schema: Schema;
  readonly place: Place;
}

function fault({ place }: Case, text: string): void {
  place.faults.push(`${place.path || '/'}: ${text}`);
}

function typeOf(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (Number.isInteger(value)) return ['integer', 'number'];
  return [typeof value];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keywords: Readonly<Record<string, (one: Case) => void>> = {
  $ref: (one) => {
    const name = String(one.rule).replace('#/$defs/', '');
    const target = (one.place.root['$defs'] as Readonly<Record<string, Schema>>)[name];
    if (target === undefined) throw new Error(`Cannot find "${String(one.rule)}" in the schema`);
    check(one.value, target, one.place);
  },
  type: (one) => {
    const wanted = [one.rule].flat() as string[];
    if (!typeOf(one.value).some((type) => wanted.includes(type))) {
      fault(one, `is ${typeOf(one.value).join('/')}, wanted ${wanted.join('/')}`);
    }
  },
  const: (one) => {
    if (one.value !== one.rule) fault(one, `is ${String(one.value)}, wanted ${String(one.rule)}`);
  },
  enum: (one) => {
    if (!(one.rule as readonly unknown[]).includes(one.value)) {
      fault(one, `"${String(one.value)}" is none of ${String(one.rule)}`);
    }
  },
  pattern: (one) => {
    if (typeof one.value === 'string' && !new RegExp(String(one.rule), 'u').test(one.value)) {
      fault(one, `"${one.value}" does not match ${String(one.rule)}`);
    }
  },
  minimum: (one) => {
    if (typeof one.value === 'number' && one.value < Number(one.rule)) fault(one, 'is too small');
  },
  maximum: (one) => {
    if (typeof one.value === 'number' && one.value > Number(one.rule)) fault(one, 'is too large');
  },
  items: (one) => {
    if (!Array.isArray(one.value)) return;
    one.value.forEach((item, index) => {
      check(item, one.rule as Schema, { ...one.place, path: `${one.place.path}/${index}` });
    });
  },
  required: (one) => {
    if (!isObject(one.value)) return;
    for (const name of one.rule as readonly string[]) {
      if (!Object.hasOwn(one.value, name)) fault(one, `lacks "${name}"`);
    }
  },
  properties: (one) => {
    if (!isObject(one.value)) return;
    for (const [name, schema] of Object.entries(one.rule as Readonly<Record<string, Schema>>)) {
      if (!Object.hasOwn(one.value, name)) continue;
      check(one.value[name], schema, { ...one.place, path: `${one.place.path}/${name}` });
    }
  },
  additionalProperties: (one) => {
    if (one.rule === true || !isObject(one.value)) return;
    const known = Object.keys(one.schema['properties'] ?? {});
    for (const [name, value] of Object.entries(one.value)) {
      if (known.includes(name)) continue;
      if (one.rule === false) fault(one, `has "${name}", which the schema does not know`);
      else check(value, one.rule as Schema, { ...one.place, path: `${one.place.path}/${name}` });
    }
  },
};
