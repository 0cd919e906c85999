import { HttpRequest } from '../../http';

/** Requests of one router may have so many characters, and so many more for each of its routes. */
const MAX_CHARACTERS = 64_000_000;
const MORE_PER_ROUTE = 8_000;

/**
 * The routes tell more requests apart than one run asks: conditions multiply, and a small input may mean any number of
 * requests. Nothing is said then, since a part of the requests proves nothing.
 */
export class RequestLimitError extends Error {
  /** @param limit how many characters all requests may have together */
  public constructor(limit: number) {
    super(
      'The routes tell too many requests apart: with their addresses and headers they have more than ' +
        `${limit.toLocaleString('en')} characters, which is the limit of one run. Read fewer objects at a time, or ask for ` +
        'single requests.',
    );
  }
}

/** Collects requests, each once, up to a limit. @internal */
export class RequestCollection {
  private readonly limit: number;
  private readonly byText = new Map<string, HttpRequest>();
  private characters = 0;

  /** @param routes the number of routes that the requests are for */
  public constructor(routes: number) {
    this.limit = MAX_CHARACTERS + routes * MORE_PER_ROUTE;
  }

  /** The requests that are collected until now. */
  public get requests(): HttpRequest[] {
    return [...this.byText.values()];
  }

  /** @throws RequestLimitError if there are too many of them */
  public add(requests: Iterable<HttpRequest>): this {
    for (const request of requests) {
      const text = String(request);
      this.characters += text.length;
      if (this.characters > this.limit) {
        throw new RequestLimitError(this.limit);
      }
      if (!this.byText.has(text)) {
        this.byText.set(text, request);
      }
    }
    return this;
  }
}
