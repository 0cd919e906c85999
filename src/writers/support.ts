/** Whether and how a provider can do what a plan may ask of it. */
export class Support {
  /** The router does it by itself. */
  public static native(): Support {
    return new Support(true);
  }

  /**
   * The router does it, with a restriction that does not change who gets which version.
   *
   * @param how the restriction, as the capability matrix prints it
   */
  public static limited(how: string): Support {
    return new Support(true, how);
  }

  /**
   * The router cannot; a plan that asks for it is refused at synth time.
   *
   * @param why why it cannot
   * @param instead what to write, or which provider can
   */
  public static refused(why: string, instead: string): Support {
    return new Support(false, why, instead);
  }

  /** Whether a plan may ask for it. */
  public readonly isSupported: boolean;

  /** The restriction, or why it cannot be. */
  public readonly reason?: string;

  /** What to write instead. */
  public readonly instead?: string;

  private constructor(isSupported: boolean, reason?: string, instead?: string) {
    this.isSupported = isSupported;
    this.reason = reason;
    this.instead = instead;
  }
}
