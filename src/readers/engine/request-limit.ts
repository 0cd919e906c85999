import { HttpRequest } from '../../http';

/** What the routes of one router may come to: so much, and so much more for each of them. */
interface Limit {
  readonly base: number;
  readonly perRoute: number;
}

/** The characters of all requests that are made to find those which differ. */
const CHARACTERS: Limit = { base: 24_000_000, perRoute: 8_000 };

/** The requests that are asked. */
const REQUESTS: Limit = { base: 80_000, perRoute: 30 };

/**
 * The routes tell more requests apart than one run asks: conditions multiply, and a small input may mean any number of
 * requests. Nothing is said then, since a part of the requests proves nothing.
 *
 * @internal
 */
export class RequestLimitError extends Error {
  /** @param limit what they exceed, such as `100,000 requests` */
  public constructor(limit: string) {
    super(
      `The routes tell too many requests apart: more than ${limit}, which is the limit of one run. ` +
        'Read fewer objects at a time, or ask for single requests.',
    );
  }
}

/**
 * Requires that the requests to ask are not too many.
 *
 * @param routes the number of routes that they are for
 * @throws RequestLimitError if they are
 * @internal
 */
export function requireFewRequests(requests: number, routes: number): void {
  requireWithin(requests, REQUESTS, routes, 'requests');
}

function requireWithin(count: number, { base, perRoute }: Limit, routes: number, what: string): void {
  const limit = base + perRoute * routes;
  if (count > limit) {
    throw new RequestLimitError(`${limit.toLocaleString('en')} ${what}`);
  }
}

/** Collects requests, each once, up to a limit. @internal */
export class RequestCollection {
  private readonly byText = new Map<string, HttpRequest>();
  private characters = 0;

  /**
   * @param routes the number of routes that the requests are for
   * @param areAsked whether all of them will be asked
   */
  public constructor(
    private readonly routes: number,
    private readonly areAsked = false,
  ) {}

  /** The requests that are collected until now. */
  public get requests(): HttpRequest[] {
    return [...this.byText.values()];
  }

  /** @throws RequestLimitError if there are too many of them */
  public add(requests: Iterable<HttpRequest>): this {
    for (const request of requests) {
      const text = String(request);
      this.characters += text.length;
      requireWithin(this.characters, CHARACTERS, this.routes, 'characters of requests');
      if (!this.byText.has(text)) {
        this.byText.set(text, request);
        if (this.areAsked) {
          requireFewRequests(this.byText.size, this.routes);
        }
      }
    }
    return this;
  }
}
