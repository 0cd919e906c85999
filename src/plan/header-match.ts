import { validateHeaderName } from 'node:http';
import { shown } from '../faults/shown';
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
  /** The header is there, whatever its value. */
  PRESENT = 'present',
}

/**
 * A condition on one request header.
 *
 * Names are compared without case, values with it: every supported router does. A header that comes in several
 * lines has the combined value that RFC 9110 (5.3) gives it: the lines joined by commas.
 *
 * Nothing is thrown here. What no router could match is reported by `validate()`, and with it by
 * `RolloutPlan.validate()` and by every construct that is given the plan, so that one run names all faults.
 */
export class HeaderMatch {
  /**
   * The value is exactly this.
   *
   * @param name an HTTP token (RFC 9110, 5.6.2)
   * @param value printable ASCII, not empty, no blanks at either end (no client can send those)
   */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch(HeaderMatchKind.EXACT, name, value);
  }

  /**
   * The whole value matches an RE2 expression, as if it stood between `^(?:` and `)$`.
   *
   * RE2 is what Envoy (Gloo, Istio) runs; look-around and back-references do not exist in it. Providers with
   * another dialect translate the anchoring or refuse.
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

  /** The value, expression or beginning; undefined for `present`. */
  public readonly value?: string;

  private constructor(kind: HeaderMatchKind, name: string, value?: string) {
    this.kind = kind;
    this.name = name;
    this.value = value;
  }

  /** Whether a request fulfils the condition. @param request what a client sends */
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

  /** What is wrong with this condition, a sentence each; empty when nothing is. */
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
      return [`${shown(this.name)} is Istio's notation for a claim of a JWT, and no header of a request: match a header that carries the claim`];
    }
    try {
      validateHeaderName(this.name as string);
    } catch {
      return [`the header name ${shown(this.name)} is no HTTP token (RFC 9110, 5.6.2): use letters, digits and !#$%&'*+-.^_\`|~ only, for example 'x-canary'`];
    }
    if (this.name.toLowerCase() === 'host') {
      return ['the header \'host\' selects the virtual host before any header is matched: list the host names where the application is exposed, and match another header here'];
    }
    return [];
  }

  private valueFaults(): string[] {
    const what = this.kind === HeaderMatchKind.REGEX ? 'expression' : this.kind === HeaderMatchKind.PREFIX ? 'prefix' : 'value';
    const value: unknown = this.value;
    if (value === undefined || value === null) {
      return [`the ${what} for header ${shown(this.name)} is missing: give one, or write HeaderMatch.present(${shown(this.name)})`];
    }
    if (typeof value !== 'string') {
      return [`the ${what} for header ${shown(this.name)} must be a text, given ${shown(value)}: quote it`];
    }
    if (value === '') {
      return [`the ${what} for header ${shown(this.name)} is empty, which routers read as "present with any value": write HeaderMatch.present(${shown(this.name)}) if that is meant`];
    }
    if (!/^[\x20-\x7e]*$/.test(value)) {
      return [`the ${what} ${shown(value)} for header ${shown(this.name)} has control or non-ASCII characters, which have no agreed encoding in a header: use printable ASCII`];
    }
    if (this.kind === HeaderMatchKind.REGEX) {
      if (/\\p/i.test(value)) {
        return [`the expression ${shown(value)} for header ${shown(this.name)} asks for Unicode classes, which need more than a router allows an expression, and header values are ASCII: write for example [A-Za-z]`];
      }
      try {
        re2().compile(value);
      } catch (error) {
        return [`the expression ${shown(value)} for header ${shown(this.name)} is no RE2 (${(error as Error).message}): RE2 has no look-around and no back-references`];
      }
    } else if (value.startsWith(' ') || (this.kind === HeaderMatchKind.EXACT && value.endsWith(' '))) {
      return [`the ${what} ${shown(value)} for header ${shown(this.name)} has blanks at its end, which are no part of a header value and never match: remove them`];
    }
    return [];
  }
}
