// What could not be asked while the server, or the Hub behind it, was away: it is asked again when they are back.

export class AfterOutage {
  #again = null;
  #wasOut = false;

  /** @param server what the server says about itself */
  constructor(server) {
    server.follow(({ hub }) => this.#heard(hub.reachable !== false));
  }

  /**
   * Keeps what failed last, if the reason may pass.
   *
   * @param failure as of api.js
   * @param {() => unknown} again
   */
  failed(failure, again) {
    const mayPass = failure.status === 0 || failure.status >= 500;
    this.#again = mayPass ? again : null;
    this.#wasOut = failure.status === 0; // each word of the server's is its return then
  }

  /** Something else is asked. */
  forget() {
    this.#again = null;
  }

  /** What fails while nobody is away would fail again and again. */
  #heard(isReachable) {
    if (!isReachable) {
      this.#wasOut = true;
    } else if (this.#again && this.#wasOut) {
      const again = this.#again;
      this.#again = null;
      again();
    }
  }
}
