import { HeaderMatch } from './header-match';
import { HttpRequest } from '../http';

/**
 * A route to the canary, also called lane: requests that fulfil all its conditions (AND) reach the canary at any
 * weight.
 */
export class HeaderRoute {
  /** The conditions, at least one; all must hold (AND). */
  public readonly matches: HeaderMatch[];

  /** @param matches the conditions, at least one */
  public constructor(matches: HeaderMatch[]) {
    this.matches = matches;
  }

  /** Whether a request takes this route. @param request the request as a client sends it */
  public accepts(request: HttpRequest): boolean {
    return this.matches.length > 0 && this.matches.every((match) => match.matches(request));
  }

  /** The conditions in one line, joined by "and". */
  public toString(): string {
    return this.matches.join(' and ');
  }
}
