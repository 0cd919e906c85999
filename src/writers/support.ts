/** Whether a provider supports a feature, and with which restriction. */
export class Support {
  /** The router supports it. */
  public static native(): Support {
    return new Support(true);
  }

  /**
   * The router supports it with a restriction.
   *
   * @param how the restriction, as the table in docs/providers.md prints it
   */
  public static limited(how: string): Support {
    return new Support(true, how);
  }

  /**
   * The router does not support it. A plan that requires it is refused at synth time.
   *
   * @param why the reason, as a predicate of the router: `mirrors nothing`
   * @param instead what to write, or which provider supports it
   */
  public static refused(why: string, instead: string): Support {
    return new Support(false, why, instead);
  }

  /** Whether a plan may require it. */
  public readonly isSupported: boolean;

  /** The restriction, or the reason for the refusal. */
  public readonly reason?: string;

  /** What to write instead. */
  public readonly instead?: string;

  private constructor(isSupported: boolean, reason?: string, instead?: string) {
    this.isSupported = isSupported;
    this.reason = reason;
    this.instead = instead;
  }
}
