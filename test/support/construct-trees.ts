import { ApiObject, App, AppProps, Chart, ChartProps, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { TEXTS } from './hostile-texts';
import { ManifestObject } from '../../src/synthesis/manifest-object';
import { StageChart } from '../../src/synthesis/stage-chart';

/** One step of building a tree. Numbers choose among what is there. */
type Step =
  | { readonly do: 'construct'; readonly below: number; readonly id: string }
  | ({ readonly do: 'chart'; readonly below: number; readonly id: string; readonly ofStage: boolean } & ChartProps)
  | { readonly do: 'object'; readonly below: number; readonly id: string; readonly manifest: any }
  | { readonly do: 'shared'; readonly below: number; readonly id: string; readonly manifest: number }
  | {
    readonly do: 'edit';
    readonly what: 'label' | 'annotation' | 'finalizer' | 'owner' | 'field';
    readonly object: number;
    readonly key: string;
    readonly text: string;
  }
  | {
    readonly do: 'patch';
    readonly object: number;
    readonly patch: 'add' | 'remove' | 'replace' | 'test';
    readonly path: string;
    readonly value: any;
  }
  | { readonly do: 'depend'; readonly from: number; readonly on: number; readonly grouped: boolean }
  | { readonly do: 'remove'; readonly which: number }
  | { readonly do: 'replace'; readonly which: number; readonly with: any }
  | { readonly do: 'fault'; readonly which: number };

/** A tree of constructs that can be built any number of times. */
export interface Tree {
  readonly type: YamlOutputType;
  readonly extension?: string;
  readonly recordConstructMetadata: boolean;
  readonly resolver: 'none' | 'text' | 'own';
  readonly shared: any[];
  readonly steps: Step[];
}

const id = fc.constantFrom(
  'a',
  'b',
  'c',
  'web',
  'api-v1',
  'A',
  'Ab_c',
  '0',
  '1',
  '7',
  '10',
  '007',
  '4294967295',
  'Resource',
  'Default',
  'a/b',
  'ü',
  'toString2',
  'x'.repeat(70),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('web', 'v1', 'app.example', '80%', '/echo') },
  { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
);
const key = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('app', 'spec', 'name', 'b', 'a', 'Z', 'data', 'value', 'kubernetes.io/x', '10', '2'),
  },
  { weight: 1, arbitrary: fc.constantFrom('on', '', 'a b', '__proto__', 'constructor') },
);
const body: fc.Arbitrary<any> = fc.letrec<{ value: any; map: any }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 6, arbitrary: text },
    { weight: 2, arbitrary: fc.constantFrom<any>(0, 1, 80, -1, 0.5, true, false, null, undefined) },
    { weight: 3, arbitrary: tie('map') },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
  ),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).map;
const labels = fc.option(
  fc.dictionary(fc.constantFrom('app', 'team', 'a/b'), text, { maxKeys: 2, noNullPrototype: true }),
  { nil: undefined },
);
const namespace = fc.option(fc.constantFrom('web', 'infra'), { nil: undefined });
const metadata = fc.record({
  name: fc.option(fc.constantFrom('web', 'api', 'on', '1'), { nil: undefined }),
  namespace,
  labels,
  annotations: labels,
  finalizers: fc.constantFrom(undefined, [], ['x']),
  extra: fc.constantFrom(undefined, {}, { a: [] }, { a: 1 }),
});
const manifest = fc.record({
  apiVersion: fc.constantFrom('v1', 'apps/v1', 'batch/v1'),
  kind: fc.constantFrom('Service', 'Deployment', 'CronJob', 'ConfigMap'),
  metadata: fc.option(metadata, { nil: undefined }),
  spec: body,
  data: fc.option(body, { nil: undefined }),
  lazy: fc.constantFrom(undefined, undefined, undefined, 'lazy', 'lazy in a list', 'token'),
});
const n = fc.nat(1000);
const is = <T extends string>(name: T) => fc.constant(name);
const edited = {
  what: fc.constantFrom('label', 'annotation', 'finalizer', 'owner', 'field'),
  object: n,
  key: fc.constantFrom('app', 'a/b', 'generation'),
  text,
};
const charted = { namespace, labels, disableResourceNameHashes: fc.boolean(), ofStage: fc.boolean() };
const patched = {
  object: n,
  patch: fc.constantFrom('add', 'add', 'add', 'remove', 'replace', 'test'),
  path: fc.constantFrom(
    '/spec',
    '/spec/a',
    '/metadata/name',
    '/metadata/labels',
    '/kind',
    '/status',
    '/nowhere/at/all',
  ),
  value: body,
};
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: is('construct'), below: n, id }) },
  { weight: 5, arbitrary: fc.record({ do: is('chart'), below: n, id, ...charted }) },
  { weight: 7, arbitrary: fc.record({ do: is('object'), below: n, id, manifest }) },
  { weight: 7, arbitrary: fc.record({ do: is('shared'), below: n, id, manifest: n }) },
  { weight: 2, arbitrary: fc.record({ do: is('edit'), ...edited }) },
  { weight: 1, arbitrary: fc.record({ do: is('patch'), ...patched }) },
  { weight: 2, arbitrary: fc.record({ do: is('depend'), from: n, on: n, grouped: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is('remove'), which: n }) },
  { weight: 1, arbitrary: fc.record({ do: is('replace'), which: n, with: body }) },
) as fc.Arbitrary<Step>;
const faulty: fc.Arbitrary<Step> = fc.record({ do: fc.constant('fault' as const), which: n });
const mostlySound = fc.oneof({ weight: 8, arbitrary: step }, { weight: 1, arbitrary: faulty });

/** Trees of charts in charts, patches, dependencies in circles and whatever else cdk8s takes. */
export const trees: fc.Arbitrary<Tree> = fc.record({
  type: fc.constantFrom(
    ...Object.values(YamlOutputType).filter((type): type is YamlOutputType => typeof type === 'number'),
  ),
  extension: fc.constantFrom(undefined, undefined, '.yaml'),
  recordConstructMetadata: fc.boolean(),
  resolver: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'text' as const, 'own' as const),
  shared: fc.array(manifest, { minLength: 1, maxLength: 3 }),
  steps: fc.oneof(
    { weight: 12, arbitrary: fc.array(step, { maxLength: 30 }) },
    { weight: 1, arbitrary: fc.array(mostlySound, { maxLength: 12 }) },
  ),
});

/** The properties of the app of a tree. */
export function appProps({ type, extension, recordConstructMetadata, resolver }: Tree, outdir: string): AppProps {
  const resolvers = resolver === 'none' ? undefined : [{ resolve: RESOLVERS[resolver] }];
  return { outdir, yamlOutputType: type, outputFileExtension: extension, recordConstructMetadata, resolvers };
}

const RESOLVERS = {
  text: (context: ResolutionContext) => {
    if (context.value === 'v1') {
      context.replaceValue('v2');
    }
  },
  own: (context: ResolutionContext) => {
    if (context.value === 'web') {
      context.replaceValue(`${context.obj.node.id}-${context.key.join('.')}`);
    }
  },
};

/** Builds a tree below an app. */
export function build(app: App, tree: Tree): void {
  const shared = tree.shared.map(plainManifest);
  const constructs: IConstruct[] = [app];
  for (const one of tree.steps) {
    const charts = constructs.filter((construct) => construct.node.scopes.some((scope) => Chart.isChart(scope)));
    const objects = constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
    const add = (below: IConstruct[], name: string, make: (scope: Construct) => IConstruct, which: number) => {
      const scope = chosen(below, which);
      if (scope && scope.node.children.every(({ node }) => node.id !== name.replace('/', '--'))) {
        constructs.push(make(scope as Construct));
      }
    };
    switch (one.do) {
      case 'construct':
        add(constructs, one.id, (scope) => new Construct(scope, one.id), one.below);
        break;
      case 'chart':
        add(
          constructs,
          one.id,
          (scope) => (one.ofStage ? new StageChart(scope, one.id) : new Chart(scope, one.id, one)),
          one.below,
        );
        break;
      case 'object':
        add(charts, one.id, (scope) => new ApiObject(scope, one.id, fullManifest(one.manifest)), one.below);
        break;
      case 'shared':
        add(charts, one.id, (scope) => new ManifestObject(scope, one.id, chosen(shared, one.manifest)!), one.below);
        break;
      case 'edit':
        edit(chosen(objects, one.object), one);
        break;
      case 'patch':
        chosen(objects, one.object)?.addJsonPatch(JsonPatch[one.patch](one.path, one.value));
        break;
      case 'depend': {
        const on = chosen(constructs, one.on)!;
        chosen(constructs, one.from)!.node.addDependency(one.grouped ? new DependencyGroup(on, on) : on);
        break;
      }
      case 'remove': {
        const gone = chosen(constructs.slice(1), one.which);
        gone?.node.scope?.node.tryRemoveChild(gone.node.id);
        break;
      }
      case 'replace': {
        const replaced: any = chosen(
          [...objects, ...constructs.filter((construct) => Chart.isChart(construct))],
          one.which,
        );
        if (replaced) {
          replaced.toJson = () =>
            Chart.isChart(replaced) ? [{ kind: 'A', metadata: { name: 'b' }, ...one.with }, undefined] : one.with;
        }
        break;
      }
      case 'fault':
        chosen(constructs, one.which)!.node.addValidation({ validate: () => ['a fault', 'and another'] });
        break;
    }
  }
}

function chosen<T>(list: T[], which: number): T | undefined {
  return list.length === 0 ? undefined : list[which % list.length];
}

function edit(
  object: ApiObject | undefined,
  { what, key: name, text: value }: { what: string; key: string; text: string },
): void {
  switch (what) {
    case 'label':
      object?.metadata.addLabel(name, value);
      break;
    case 'annotation':
      object?.metadata.addAnnotation(name, value);
      break;
    case 'finalizer':
      object?.metadata.addFinalizers(value);
      break;
    case 'owner':
      object?.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Service', name: value, uid: 'x' });
      break;
    default:
      object?.metadata.add(name, value);
  }
}

function plainManifest({ lazy: _lazy, ...plain }: any): any {
  // What the library shares: no tokens, and no key that cdk8s cannot print.
  return JSON.parse(
    JSON.stringify(plain, (name, value) => (name === 'constructor' || name === '__proto__' ? undefined : value)),
  );
}

function fullManifest({ lazy, ...plain }: any): any {
  const lazyText = Lazy.any({ produce: () => 'produced' });
  switch (lazy) {
    case 'lazy':
      return { ...plain, status: lazyText };
    case 'lazy in a list':
      return { ...plain, status: [lazyText, { a: Lazy.any({ produce: () => ({ b: lazyText }) }) }] };
    case 'token':
      return { ...plain, status: { resolve: () => ({ c: 1 }) } };
    default:
      return plain;
  }
}
