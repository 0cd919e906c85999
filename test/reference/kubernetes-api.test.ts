import { readFileSync } from 'node:fs';
import { describeWithReference, reference, referencePath } from './reference';
import { Traffic } from '../../src';
import { validationOf } from '../../src/readers/engine/validation/kinds';

interface RecordedObject {
  readonly name: string;
  readonly accepted: boolean;
  readonly reason?: string;
  readonly object: any;
}

function recordedObjects(): RecordedObject[] {
  return JSON.parse(readFileSync(referencePath('recorded/kubernetes-api', 'objects.json'), 'utf8')).objects;
}

describeWithReference('objects that a real API server has accepted or refused', () => {
  test('are accepted or refused here, too', () => {
    const wrong = recordedObjects().filter(({ accepted, object }) => {
      const isRefused = Traffic.of([object])._indexNotes.some(({ code }) => code === 'object-rejected');
      return isRefused === accepted;
    });
    expect(wrong.map(({ name, reason }) => [name, reason])).toEqual([]);
  });

  test('are refused for the field that the server names, or for one around or below it', () => {
    const wrong = recordedObjects()
      .filter(({ accepted }) => !accepted)
      .flatMap(({ name, reason = '', object }) => {
        const { field = '' } = Traffic.of([object])._indexNotes.find(({ code }) => code === 'object-rejected') ?? {};
        const roots = [...reason.matchAll(/\b(spec|metadata)[\w.[\]]*/g)].map(([path]) => path);
        return roots.some((path) => path.startsWith(field) || field.startsWith(path)) ? [] : [[name, field, reason]];
      });
    expect(wrong).toEqual([]);
  });
});

const CRDS: [string, string][] = [
  ['gateway.networking.k8s.io_httproutes.yaml', 'HTTPRoute'],
  ['gateway.networking.k8s.io_gateways.yaml', 'Gateway'],
  ['gateway.networking.k8s.io_referencegrants.yaml', 'ReferenceGrant'],
  ['networking.istio.io_virtualservices.yaml', 'VirtualService'],
  ['networking.istio.io_destinationrules.yaml', 'DestinationRule'],
  ['networking.istio.io_gateways.yaml', 'Gateway'],
];

/** Fields of the experimental channel, and of versions before. */
const EXPERIMENTAL = [
  'retry',
  'sessionPersistence',
  'externalAuth',
  'useDefaultGateways',
  'frontendValidation',
  'backendTLS',
  'defaultScope',
];

const LIMITS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'maxProperties', 'pattern'];

/** Where a schema of ours is not what the upstream one is, as far as ours says anything. */
function differences(ours: any, upstream: any, path: string): string[] {
  if (Object.keys(ours).length === 0) {
    return [];
  }
  if (upstream === undefined) {
    return [`${path} does not exist upstream`];
  }
  const isInt32 = upstream.format === 'int32';
  const limits = LIMITS.flatMap((limit) => {
    const bound =
      upstream[limit] ??
      (isInt32 && limit === 'minimum' ? -(2 ** 31) : isInt32 && limit === 'maximum' ? 2 ** 31 - 1 : undefined);
    const [mine, theirs] = [ours[limit] ?? undefined, bound].map((value) =>
      value === 0 && limit.startsWith('min') && limit !== 'minimum' ? undefined : value,
    );
    const isSame =
      limit === 'pattern' ? mine?.replace(/\\\//g, '/') === theirs?.replace(/\\\//g, '/') : mine === theirs;
    return isSame ? [] : [`${path} has ${limit} ${mine}, upstream ${theirs}`];
  });
  const [enumOurs, enumTheirs] = [ours, upstream].map((schema) => JSON.stringify([...(schema.enum ?? [])].sort()));
  const [requiredOurs, requiredTheirs] = [ours, upstream].map((schema) =>
    JSON.stringify([...(schema.required ?? [])].sort()),
  );
  const names = Object.keys(ours.properties ?? {}).filter((name) => !EXPERIMENTAL.includes(name));
  const missing =
    ours.additionalProperties === false
      ? Object.keys(upstream.properties ?? {}).filter((name) => !(name in ours.properties))
      : [];
  return [
    ...(ours.type === upstream.type ? [] : [`${path} is ${ours.type}, upstream ${upstream.type}`]),
    ...limits,
    ...(enumOurs === enumTheirs ? [] : [`${path} allows ${enumOurs}, upstream ${enumTheirs}`]),
    ...(requiredOurs === requiredTheirs ? [] : [`${path} needs ${requiredOurs}, upstream ${requiredTheirs}`]),
    ...missing.map((name) => `${path} lacks ${name}`),
    ...names.flatMap((name) => differences(ours.properties[name], upstream.properties?.[name], `${path}.${name}`)),
    ...(ours.items ? differences(ours.items, upstream.items, `${path}[]`) : []),
    ...(typeof ours.additionalProperties === 'object'
      ? differences(ours.additionalProperties, upstream.additionalProperties, `${path}.*`)
      : []),
  ];
}

describeWithReference('the closed schemas of the API server', () => {
  test.each(CRDS)('say of %s what upstream says: fields, types, limits, values', (file, kind) => {
    const [crd] = reference('crds', file);
    for (const { name, served, schema } of crd.spec.versions) {
      const ours = served && (validationOf(`${crd.spec.group}/${name}`, kind)?.schema as any);
      expect([
        name,
        ours ? differences(ours.properties.spec, schema.openAPIV3Schema.properties.spec, 'spec') : 'unknown',
      ]).toEqual([name, []]);
    }
  });

  test.each([
    ['v1', 'Service', 'io.k8s.api.core.v1.ServiceSpec'],
    ['v1', 'Pod', 'io.k8s.api.core.v1.PodSpec'],
    ['networking.k8s.io/v1', 'Ingress', 'io.k8s.api.networking.v1.IngressSpec'],
    ['apps/v1', 'Deployment', 'io.k8s.api.apps.v1.DeploymentSpec'],
    ['apps/v1', 'StatefulSet', 'io.k8s.api.apps.v1.StatefulSetSpec'],
    ['apps/v1', 'DaemonSet', 'io.k8s.api.apps.v1.DaemonSetSpec'],
    ['apps/v1', 'ReplicaSet', 'io.k8s.api.apps.v1.ReplicaSetSpec'],
  ])('know every field of %s %s that Kubernetes 1.27 has', (apiVersion, kind, definition) => {
    const { definitions } = JSON.parse(readFileSync(referencePath('kubernetes', 'v1.27.0_definitions.json'), 'utf8'));
    const lacking = (ours: any, theirs: any, path: string): string[] => {
      const upstream = theirs?.$ref ? definitions[theirs.$ref.split('/').pop()!] : theirs;
      const missing =
        ours.additionalProperties === false
          ? Object.keys(upstream?.properties ?? {}).filter((name) => !(name in ours.properties))
          : [];
      return [
        ...missing.map((name) => `${path}.${name}`),
        ...Object.entries<any>(ours.properties ?? {}).flatMap(([name, inner]) =>
          lacking(inner, upstream?.properties?.[name], `${path}.${name}`),
        ),
        ...(ours.items ? lacking(ours.items, upstream?.items, `${path}[]`) : []),
      ];
    };
    const { schema } = validationOf(apiVersion, kind)! as any;
    expect(lacking(schema.properties.spec, definitions[definition], 'spec')).toEqual([]);
  });
});
