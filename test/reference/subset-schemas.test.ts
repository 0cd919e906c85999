import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithReference, reference, referenceFiles, referencePath, yaml } from './reference';
import { ROUTE_OPTIONS } from '../../src/writers/gloo/route-options';

const FOLDER = join(__dirname, '..', '..', 'imports', 'crds');

function typesOf(schema: any): string[] {
  return schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : [schema.type];
}

/** Where a schema of ours allows what the upstream one does not. */
function excess(ours: any, upstream: any, path: string): string[] {
  if (upstream === undefined) {
    return [`${path} does not exist upstream`];
  }
  if (upstream['x-kubernetes-preserve-unknown-fields'] && !upstream.properties) {
    return [];
  }
  const types = typesOf(upstream);
  const isKnown = ours['x-kubernetes-preserve-unknown-fields'] || typesOf(ours).every((type) => types.includes(type));
  const faults = isKnown ? [] : [`${path} is ${typesOf(ours)}, upstream ${types}`];
  const unknownValues = upstream.enum
    ? (ours.enum ?? ['(any)']).filter((value: any) => !upstream.enum.includes(value))
    : [];
  return [
    ...faults,
    ...unknownValues.map((value: any) => `${path} allows ${value}`),
    ...(ours.items ? excess(ours.items, upstream.items, `${path}[]`) : []),
    ...(ours.additionalProperties ? excess(ours.additionalProperties, upstream.additionalProperties, `${path}.*`) : []),
    ...Object.entries<any>(ours.properties ?? {}).flatMap(([name, inner]) =>
      excess(inner, upstream.properties?.[name], `${path}.${name}`),
    ),
  ];
}

describeWithReference('our subset schemas', () => {
  const upstream = new Map(
    referenceFiles('crds', /\.yaml$/)
      .flatMap((name) => reference('crds', name))
      .map((crd) => [`${crd.spec.group}/${crd.spec.names.kind}`, crd]),
  );
  const ours = readdirSync(FOLDER).flatMap((name) => yaml(join(FOLDER, name)));

  test.each(ours.map((crd) => [`${crd.spec.group}/${crd.spec.names.kind}`, crd]))(
    '%s allows nothing that upstream does not',
    (kind, crd) => {
      const theirs = upstream.get(kind)!;
      expect([crd.metadata.name, crd.spec.scope, crd.spec.names.plural]).toEqual([
        theirs.metadata.name,
        theirs.spec.scope,
        theirs.spec.names.plural,
      ]);
      for (const version of crd.spec.versions) {
        const theirVersion = theirs.spec.versions.find(({ name }: any) => name === version.name);
        expect(
          excess(
            version.schema.openAPIV3Schema.properties.spec,
            theirVersion.schema.openAPIV3Schema.properties.spec,
            'spec',
          ),
        ).toEqual([]);
      }
    },
  );

  test.each(ours.map((crd) => [`${crd.spec.group}/${crd.spec.names.kind}`, crd]))(
    '%s repeats no description of upstream',
    (kind, crd) => {
      const theirs = descriptions(upstream.get(kind));
      expect(descriptions(crd).filter((text) => theirs.includes(text))).toEqual([]);
    },
  );
});

describeWithReference('facts that are written down', () => {
  test("the options of a route are those of Gloo's proto", () => {
    const { files } = JSON.parse(readFileSync(referencePath('crds', 'gloo-messages.json'), 'utf8'));
    const { RouteOptions } =
      files['projects/gloo/api/v1/route_options.proto'] ??
      Object.values<any>(files).find((messages) => messages.RouteOptions);
    expect([...ROUTE_OPTIONS].sort()).toEqual(Object.keys(RouteOptions.fields).sort());
  });
});

function descriptions(value: any): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'description' && typeof inner === 'string' ? [inner] : descriptions(inner),
  );
}
