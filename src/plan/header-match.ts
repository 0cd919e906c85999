import { validateHeaderName } from 'node:http';
import { given, shown } from '../faults/shown';
import { HttpRequest } from '../http';
import { re2 } from './re2';

/** How a `HeaderMatch` compares. */
export enum HeaderMatchKind {
  /** The whole value, case-sensitive. */
  EXACT = 'exact',
  /** An RE2 expression that the whole value has to match. */
  REGEX = 'regex',
  /** The beginning of the value, case-sensitive. */
  PREFIX = 'prefix',
  /** The header is present, with any value. */
  PRESENT = 'present',
}

/**
 * A condition on one request header.
 *
 * Names are case-insensitive and values are case-sensitive, as in every supported router. If a header occurs in several
 * lines, its value is the lines joined by commas (RFC 9110, 5.3).
 *
 * The factory methods never throw. `validate()` reports what no router can match, and so do `RolloutPlan.validate()`
 * and every construct with this plan, so that one run lists all faults.
 */
export class HeaderMatch {
  /**
   * The value is exactly this.
   *
   * @param name an HTTP token (RFC 9110, 5.6.2)
   * @param value printable ASCII, not empty, without leading and trailing blanks (HTTP removes those)
   */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch(HeaderMatchKind.EXACT, name, value);
  }

  /**
   * The whole value matches an RE2 expression, as if it stood between `^(?:` and `)$`.
   *
   * Envoy (Gloo, Istio) uses RE2, which has no look-around and no back-references. Providers whose router uses another
   * dialect translate the expression, or refuse it.
   *
   * @param name an HTTP token
   * @param regex RE2 syntax, https://github.com/google/re2/wiki/Syntax
   */
  public static regex(name: string, regex: string): HeaderMatch {
    return new HeaderMatch(HeaderMatchKind.REGEX, name, regex);
  }

  /**
   * The value begins with this.
   *
   * @param name an HTTP token
   * @param prefix printable ASCII, not empty
   */
  public static prefix(name: string, prefix: string): HeaderMatch {
    return new HeaderMatch(HeaderMatchKind.PREFIX, name, prefix);
  }

  /**
   * The request carries the header, with any value, the empty one included.
   *
   * @param name an HTTP token
   */
  public static present(name: string): HeaderMatch {
    return new HeaderMatch(HeaderMatchKind.PRESENT, name);
  }

  /** How the value is compared. */
  public readonly kind: HeaderMatchKind;

  /** The header's name as given. */
  public readonly name: string;

  /** The value, expression or prefix; undefined for `present`. */
  public readonly value?: string;

  private constructor(kind: HeaderMatchKind, name: string, value?: string) {
    this.kind = kind;
    this.name = name;
    this.value = value;
  }

  /** Whether a request fulfils the condition. @param request the request as a client sends it */
  public matches(request: HttpRequest): boolean {
    const lines = request.headerValues(this.name);
    if (lines.length === 0) {
      return false;
    }
    const combined = lines.join(',');
    const value = this.value ?? '';
    switch (this.kind) {
      case HeaderMatchKind.EXACT: return combined === value;
      case HeaderMatchKind.PREFIX: return combined.startsWith(value);
      case HeaderMatchKind.REGEX: return re2().matches(value, combined);
      case HeaderMatchKind.PRESENT: return true;
    }
  }

  /** The faults of this condition, one sentence each; empty if there are none. */
  public validate(): string[] {
    return [...this.nameFaults(), ...(this.kind === HeaderMatchKind.PRESENT ? [] : this.valueFaults())];
  }

  /** The condition in one line: `stage: canary`, `x-user matches ^qa-`. */
  public toString(): string {
    switch (this.kind) {
      case HeaderMatchKind.EXACT: return `${this.name}: ${this.value}`;
      case HeaderMatchKind.REGEX: return `${this.name} matches ${this.value}`;
      case HeaderMatchKind.PREFIX: return `${this.name} starts with ${this.value}`;
      case HeaderMatchKind.PRESENT: return `${this.name} is present`;
    }
  }

  private nameFaults(): string[] {
    if (String(this.name).startsWith('@request.auth.claims')) {
      return [
        `${shown(this.name)} is Istio's notation for a JWT claim, ` +
          'not a request header: match a header that carries the claim',
      ];
    }
    try {
      validateHeaderName(this.name as string);
    } catch {
      return [
        `the header name ${shown(this.name)} is not an HTTP token (RFC 9110, 5.6.2): ` +
          "use letters, digits and !#$%&'*+-.^_`|~ only, for example 'x-canary'",
      ];
    }
    if (this.name.toLowerCase() === 'host') {
      return [
        "the header 'host' selects the virtual host before routers match any header: " +
          'list the host in Application.hosts, and match another header here',
      ];
    }
    return [];
  }

  private valueFaults(): string[] {
    const what =
      this.kind === HeaderMatchKind.REGEX ? 'expression' : this.kind === HeaderMatchKind.PREFIX ? 'prefix' : 'value';
    const value: unknown = this.value;
    if (value === undefined || value === null) {
      return [
        `the ${what} for header ${shown(this.name)} is missing: ` +
          `give one, or write HeaderMatch.present(${shown(this.name)})`,
      ];
    }
    if (typeof value !== 'string') {
      return [`the ${what} for header ${shown(this.name)} must be a text, ${given(value)}: quote it`];
    }
    if (value === '') {
      return [
        `the ${what} for header ${shown(this.name)} is empty, and routers read that as "present with any value": ` +
          `write HeaderMatch.present(${shown(this.name)}) if that is meant`,
      ];
    }
    if (!/^[\x20-\x7e]*$/.test(value)) {
      return [
        `the ${what} ${shown(value)} for header ${shown(this.name)} has control or non-ASCII characters, ` +
          'and HTTP defines no encoding for them in a header: use printable ASCII',
      ];
    }
    if (this.kind === HeaderMatchKind.REGEX) {
      if (/\\p/i.test(value)) {
        return [
          `the expression ${shown(value)} for header ${shown(this.name)} uses Unicode classes, which exceed ` +
            'the size that routers allow for an expression: header values are ASCII, so write for example [A-Za-z]',
        ];
      }
      try {
        re2().compile(value);
      } catch (error) {
        return [
          `the expression ${shown(value)} for header ${shown(this.name)} ` +
            `is not valid RE2 (${(error as Error).message}): ` +
            'RE2 has neither look-around nor back-references, so write the condition without them',
        ];
      }
    } else if (value.startsWith(' ') || (this.kind === HeaderMatchKind.EXACT && value.endsWith(' '))) {
      return [
        `the ${what} ${shown(value)} for header ${shown(this.name)} has leading or trailing blanks, ` +
          'which HTTP removes from header values, so it never matches: remove them',
      ];
    }
    return [];
  }
}
