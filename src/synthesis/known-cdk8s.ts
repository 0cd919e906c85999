import { ApiObject, ApiObjectMetadataDefinition, App, Chart, DependencyGraph, Yaml, YamlOutputType } from 'cdk8s';

/**
 * The tests compare the bytes with those of this version of cdk8s. Later patches of the same minor version count as
 * tested, because they upgrade dependencies. Another minor version may write other files or have more output types.
 */
const TESTED = { minor: '2.70', patch: 106 };

/** Under this key of a class jsii stores the version of its package. It tells the version of the very `App` in use. */
const RUNTIME_TYPE_INFORMATION = Symbol.for('jsii.rtti');

/** A method of cdk8s whose work a `FleetApp` does itself. */
interface PrintingMethod {
  readonly name: string;
  /** The function that `App` would call now. */
  readonly of: (app: App) => unknown;
  /** The function of cdk8s; undefined if it was replaced before this module was loaded. */
  readonly original: unknown;
}

function printingMethod(owner: string, holder: any, key: string, of: (app: any) => any = () => holder): PrintingMethod {
  const original = isMethodSource(holder[key], key) ? holder[key] : undefined;
  return { name: `${owner}.${key}`, of: (app) => of(app)[key], original };
}

/** The source of a method in a class begins with its name. That of an assigned function or a mock does not. */
function isMethodSource(method: unknown, key: string): boolean {
  return String(method).startsWith(`${key}(`);
}

const PRINTING = [
  printingMethod('App', App, '_synthChart'),
  printingMethod('Chart', Chart.prototype, 'toJson'),
  printingMethod('ApiObject', ApiObject.prototype, 'toJson'),
  printingMethod('ApiObjectMetadataDefinition', ApiObjectMetadataDefinition.prototype, 'toJson'),
  printingMethod('DependencyGraph', DependencyGraph.prototype, 'topology'),
  printingMethod('Yaml', Yaml, 'stringify'),
];

const SYNTH = [
  printingMethod('App', App.prototype, 'synth'),
  printingMethod('App', App.prototype, 'writeConstructMetadata', (app) => app),
  printingMethod('Yaml', Yaml, 'save'),
  ...PRINTING,
];

const SYNTH_YAML = [printingMethod('App', App.prototype, 'synthYaml'), ...PRINTING];

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
      return `it does not know the yamlOutputType ${quoted(type)}; use a constant of YamlOutputType`;
  }
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function replacedMethod(app: App, methods: PrintingMethod[]): string | undefined {
  const replaced = methods.find(({ of, original }) => of(app) !== original);
  return replaced && `${replaced.name} is not the one of cdk8s`;
}
