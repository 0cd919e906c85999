import { parseArgs } from 'node:util';
import { nearestName } from '../faults/nearest-name';
import { ManifestFault } from '../manifests/manifest-fault';

/** An option of a command. */
export interface OptionDescription {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** The placeholder for its value in the help text. */
  readonly value?: string;
  /** The description in the help text. */
  readonly help: string;
  /** The allowed values; any where undefined. */
  readonly oneOf?: string[];
}

/** The options of a command by name. */
export interface OptionDescriptions {
  readonly [name: string]: OptionDescription;
}

/** The parsed arguments of a command. */
export class GivenOptions {
  /** Arguments that belong to no option. */
  public readonly positionals: string[];

  private readonly values: ReadonlyMap<string, string[]>;

  /**
   * @param args the arguments after the command
   * @param known the options that it has
   * @throws ManifestFault for unknown options, and for values that an option does not take
   */
  public constructor(args: string[], known: OptionDescriptions) {
    const described = ({ type, short }: OptionDescription) => ({ type, ...(short ? { short } : {}) });
    const options = Object.fromEntries(Object.entries(known).map(([name, option]) => [name, described(option)]));
    // Not strict: what is wrong with an option is told in our own words.
    const { tokens, positionals } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
    const values = new Map<string, string[]>();
    for (const token of tokens.filter((one) => one.kind === 'option')) {
      const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
      const fault = option === undefined ? unknownOption(token.rawName, known) : valueFault(token, option);
      if (fault !== undefined) {
        throw new ManifestFault(fault);
      }
      values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
    }
    const twice = [...values].find(([name, { length }]) => known[name].multiple !== true && length > 1);
    if (twice) {
      throw new ManifestFault(`--${twice[0]} is given more than once`);
    }
    for (const [name, { oneOf }] of Object.entries(known)) {
      const given = values.get(name);
      if (oneOf !== undefined && given !== undefined) {
        values.set(name, given.map((value) => choice(name, value, oneOf)));
      }
    }
    this.values = values;
    this.positionals = positionals;
  }

  /** The value of an option, if it is given. */
  public text(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  /** All values of an option that may be given several times. */
  public texts(name: string): string[] {
    return this.values.get(name) ?? [];
  }

  /** Whether an option without a value is given. */
  public has(name: string): boolean {
    return this.values.has(name);
  }

  /** The value as a whole number of at least 0, if it is given. @throws ManifestFault for anything else */
  public natural(name: string): number | undefined {
    const text = this.text(name);
    if (text !== undefined && !/^\d{1,9}$/.test(text)) {
      throw new ManifestFault(`--${name} is a whole number, at least 0, given '${text}'`);
    }
    return text === undefined ? undefined : Number(text);
  }
}

/** `ARGO_CD` and `Argo CD` are `argo-cd`. @throws ManifestFault where a value is none of those that an option takes */
function choice(name: string, value: string, oneOf: readonly string[]): string {
  const written = value.toLowerCase().replace(/[_ ]/g, '-');
  if (!oneOf.includes(written)) {
    const meant = suggestion(written, oneOf);
    throw new ManifestFault(`--${name} is one of ${oneOf.join(', ')}, given '${value}'${meant && `; ${meant}`}`);
  }
  return written;
}

/** Asks for the known value that somebody may mean: one that is near, or has the text in it; empty without one. */
export function suggestion(given: string, known: readonly string[]): string {
  const contains = (one: string) => given.length > 2 && one.toLowerCase().includes(given.toLowerCase());
  const meant = nearestName(given, known) ?? known.find(contains);
  return meant === undefined ? '' : `did you mean ${meant}?`;
}

/** An option as it is written. */
interface OptionToken {
  readonly rawName: string;
  readonly value?: string;
  /** Whether the value follows an equals sign. */
  readonly inlineValue?: boolean;
}

function unknownOption(written: string, known: OptionDescriptions): string {
  const names = Object.keys(known).map((name) => `--${name}`);
  const nearest = nearestName(written, names);
  return `there is no option ${written}: ${nearest === undefined ? `the options are ${names.join(', ')}` : `did you mean ${nearest}?`}`;
}

/** A value that begins with a dash may be an option whose own value was forgotten. */
function valueFault({ rawName, value, inlineValue }: OptionToken, { type }: OptionDescription): string | undefined {
  if (type === 'boolean') {
    return value === undefined ? undefined : `${rawName} takes no value, given '${value}'`;
  }
  if (value === undefined) {
    return `${rawName} needs a value`;
  }
  return inlineValue !== true && value.length > 1 && value.startsWith('-')
    ? `${rawName} needs a value: one that begins with a dash is written ${rawName}=${value}`
    : undefined;
}

/** Lists the options for a help text. */
export function describedOptions(known: OptionDescriptions): string {
  const lines = Object.entries(known).map(([name, { short, value, help, oneOf }]) => {
    const written = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : oneOf ? ` ${oneOf.join('|')}` : ''}`;
    return [written, help];
  });
  const width = Math.min(36, Math.max(...lines.map(([written]) => written.length)));
  return lines
    .map(([written, help]) =>
      written.length > width ? `  ${written}\n  ${' '.repeat(width)}  ${help}` : `  ${written.padEnd(width)}  ${help}`,
    )
    .join('\n');
}
