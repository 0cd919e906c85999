import { readFileSync } from 'node:fs';
import Ajv, { ValidateFunction } from 'ajv';
import { reference, referenceFiles, referencePath } from './reference';

/**
 * Validates Kubernetes objects against the upstream CRDs and the Kubernetes 1.27 definitions, with unknown fields as
 * errors, and Gloo's messages against the oneofs of their .proto files, which the CRDs do not carry.
 */
export class Validator {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly byKind = new Map<string, ValidateFunction>();
  private readonly oneofs: [string, string[]][];

  constructor() {
    for (const name of referenceFiles('crds', /\.yaml$/)) {
      for (const crd of reference('crds', name)) {
        for (const version of crd.spec.versions) {
          const schema = closed(withObjectFields(version.schema.openAPIV3Schema));
          this.byKind.set(`${crd.spec.group}/${version.name} ${crd.spec.names.kind}`, this.ajv.compile(schema));
        }
      }
    }
    const { definitions } = JSON.parse(readFileSync(referencePath('kubernetes', 'v1.27.0_definitions.json'), 'utf8'));
    const open = Object.fromEntries(
      Object.entries<any>(definitions).map(([name, schema]) => [name, closed(loosened(name, schema))]),
    );
    this.ajv.addSchema({ $id: 'kubernetes', definitions: open });
    for (const [name, schema] of Object.entries<any>(definitions)) {
      for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        const key = `${group ? `${group}/` : ''}${version} ${kind}`;
        if (!this.byKind.has(key)) {
          this.byKind.set(
            key,
            lazily(() => this.ajv.compile({ $ref: `kubernetes#/definitions/${name}` })),
          );
        }
      }
    }
    this.oneofs = glooOneofs();
  }

  /** What is wrong with an object, a line each. */
  public faults(object: any): string[] {
    const key = `${object.apiVersion} ${object.kind}`;
    const validate = this.byKind.get(key);
    if (!validate) {
      return [`${key} is no known kind`];
    }
    const valid = validate(object);
    const structure = valid
      ? []
      : (validate.errors ?? []).map(
        (error) => `${key} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      );
    return [...structure, ...(object.apiVersion.includes('solo.io') ? this.oneofFaults(object.spec, 'spec') : [])];
  }

  private oneofFaults(value: any, path: string): string[] {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    const own = this.oneofs
      .map(([name, members]) => [name, members.filter((member) => value[member] !== undefined)] as const)
      .filter(([, set]) => set.length > 1)
      .map(([name, set]) => `${path} sets ${set.join(' and ')} of the oneof ${name}`);
    return [...own, ...Object.entries(value).flatMap(([key, inner]) => this.oneofFaults(inner, `${path}.${key}`))];
  }
}

function glooOneofs(): [string, string[]][] {
  const { files } = JSON.parse(readFileSync(referencePath('crds', 'gloo-messages.json'), 'utf8'));
  return Object.values<any>(files).flatMap((messages) =>
    Object.entries<any>(messages).flatMap(([message, { oneofs = {} }]) =>
      Object.entries<any>(oneofs).map(([name, members]): [string, string[]] => [`${message}.${name}`, members]),
    ),
  );
}

/** Every object schema with listed properties refuses the others, unless it says that it keeps them. */
function closed(schema: any): any {
  if (typeof schema !== 'object') {
    return schema;
  }
  if (schema['x-kubernetes-int-or-string']) {
    return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  const { properties, items, additionalProperties, ...rest } = schema;
  const inner =
    properties && Object.fromEntries(Object.entries<any>(properties).map(([name, one]) => [name, closed(one)]));
  const keeps = schema['x-kubernetes-preserve-unknown-fields'] || additionalProperties !== undefined;
  return {
    ...rest,
    ...(inner ? { properties: inner } : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(additionalProperties !== undefined ? { additionalProperties: closed(additionalProperties) } : {}),
    ...(inner && !keeps ? { additionalProperties: false } : {}),
  };
}

/** A CRD's schema leaves apiVersion, kind and metadata to the API server. */
function withObjectFields(schema: any): any {
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          namespace: { type: 'string' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          annotations: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  };
}

function loosened(name: string, schema: any): any {
  if (name.endsWith('intstr.IntOrString')) {
    return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  return name.endsWith('resource.Quantity') ? { type: ['string', 'number'] } : schema;
}

function lazily(compile: () => ValidateFunction): ValidateFunction {
  let compiled: ValidateFunction | undefined;
  const validate: any = (object: any) => {
    compiled ??= compile();
    const valid = compiled(object);
    validate.errors = compiled.errors;
    return valid;
  };
  return validate;
}
