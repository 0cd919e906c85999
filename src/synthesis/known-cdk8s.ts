import { ApiObject, ApiObjectMetadataDefinition, App, Chart, DependencyGraph, Yaml, YamlOutputType } from 'cdk8s';

/**
 * The tests compare the bytes with those of this version of cdk8s. Later patches of the same minor version count as tested: they
 * upgrade dependencies. A new minor version may print other files, or have output types more.
 */
const TESTED = { minor: '2.70', patch: 106 };

/** Where jsii notes of each class which version of its package it belongs to. */
const RUNTIME_TYPE_INFORMATION = Symbol.for('jsii.rtti');

/** A method of cdk8s whose work this library does itself. */
interface ReplacedMethod {
  readonly name: string;
  readonly of: (app: App) => unknown;
  readonly original: unknown;
}

function method(owner: string, holder: object, key: string, of: (app: any) => any = () => holder): ReplacedMethod {
  return { name: `${owner}.${key}`, of: (app) => of(app)[key], original: asDefined(holder, key) };
}

/** A method of a class begins with its name; what replaced it before this module was loaded rarely does. */
function asDefined(holder: any, key: string): unknown {
  return String(holder[key]).startsWith(`${key}(`) ? holder[key] : undefined;
}

const PRINTING = [
  method('App', App, '_synthChart'),
  method('Chart', Chart.prototype, 'toJson'),
  method('ApiObject', ApiObject.prototype, 'toJson'),
  method('ApiObjectMetadataDefinition', ApiObjectMetadataDefinition.prototype, 'toJson'),
  method('DependencyGraph', DependencyGraph.prototype, 'topology'),
  method('Yaml', Yaml, 'stringify'),
];

const SYNTH = [
  method('App', App.prototype, 'synth'),
  method('App', App.prototype, 'writeConstructMetadata', (app) => app),
  method('Yaml', Yaml, 'save'),
  ...PRINTING,
];

const SYNTH_YAML = [method('App', App.prototype, 'synthYaml'), ...PRINTING];

/** Whether the bytes of this version of cdk8s are tested. @internal */
export function isTestedCdk8s(): boolean {
  const [, minor, patch] = /^(\d+\.\d+)\.(\d+)$/.exec(cdk8sVersion() ?? '') ?? [];
  return minor === TESTED.minor && Number(patch) >= TESTED.patch;
}

/** Why `App.synth()` has to write the files of an app; undefined when this library writes the same ones. @internal */
export function whyStockSynth(app: App): string | undefined {
  return untestedVersion() ?? unknownOutputType(app.yamlOutputType) ?? replacedMethod(app, SYNTH);
}

/** Why `App.synthYaml()` has to print an app; undefined when this library prints the same text. @internal */
export function whyStockYaml(app: App): string | undefined {
  return untestedVersion() ?? replacedMethod(app, SYNTH_YAML);
}

function cdk8sVersion(): string | undefined {
  return (App as any)[RUNTIME_TYPE_INFORMATION]?.version;
}

function untestedVersion(): string | undefined {
  if (isTestedCdk8s()) {
    return undefined;
  }
  const { minor, patch } = TESTED;
  const found = cdk8sVersion() ?? 'a version without a number';
  return `it is tested with cdk8s ${minor}.${patch} and later patches of ${minor}, and this is ${found}`;
}

function unknownOutputType(type: YamlOutputType): string | undefined {
  switch (type) {
    case YamlOutputType.FILE_PER_APP:
    case YamlOutputType.FILE_PER_CHART:
    case YamlOutputType.FILE_PER_RESOURCE:
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return undefined;
    default:
      return `it does not know the yamlOutputType ${JSON.stringify(type)}; use a constant of YamlOutputType`;
  }
}

function replacedMethod(app: App, methods: ReplacedMethod[]): string | undefined {
  const replaced = methods.find(({ of, original }) => of(app) !== original);
  return replaced && `${replaced.name} is not the one of cdk8s`;
}
