/** Tells how far the work has come: one line that changes in a terminal, a line now and then in a log. */
export class Progress {
  private last = 0;
  private isOpen = false;

  public constructor(private readonly name: string) {}

  public show(text: string): void {
    const line = `${this.name}: ${text}`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${line}`);
      this.isOpen = true;
    } else if (Date.now() - this.last > 5_000) {
      this.last = Date.now();
      process.stderr.write(`${line}\n`);
    }
  }

  /** Ends the line. */
  public done(text: string): void {
    process.stderr.write(`${this.isOpen ? '\r\x1b[K' : ''}${this.name}: ${text}\n`);
    this.isOpen = false;
  }
}
