import { parseArgs } from 'node:util';
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

  private readonly values: { readonly [name: string]: any };

  /**
   * @param args the arguments after the command
   * @param known the options that it has
   * @throws ManifestFault for unknown options, and for values that an option does not take
   */
  public constructor(args: string[], known: OptionDescriptions) {
    const described = ({ type, short }: OptionDescription) => ({
      type,
      multiple: type === 'string',
      ...(short ? { short } : {}),
    });
    const options = Object.fromEntries(Object.entries(known).map(([name, option]) => [name, described(option)]));
    try {
      const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
      this.values = values;
      const count = (name: string) => [values[name] ?? []].flat().length;
      const twice = Object.entries(known).find(([name, { multiple }]) => !multiple && count(name) > 1);
      if (twice) {
        throw new ManifestFault(`--${twice[0]} is given more than once`);
      }
      this.positionals = positionals;
    } catch (error) {
      throw new ManifestFault((error as Error).message.split('. To specify')[0]);
    }
    for (const [name, { oneOf }] of Object.entries(known)) {
      const wrong = oneOf && [this.values[name] ?? []].flat().find((value) => !oneOf.includes(value));
      if (wrong !== undefined) {
        throw new ManifestFault(`--${name} is one of ${oneOf!.join(', ')}, given '${wrong}'`);
      }
    }
  }

  /** The value of an option, if it is given. */
  public text(name: string): string | undefined {
    return this.values[name]?.[0];
  }

  /** All values of an option that may be given several times. */
  public texts(name: string): string[] {
    return this.values[name] ?? [];
  }

  /** Whether an option without a value is given. */
  public has(name: string): boolean {
    return this.values[name] === true;
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
