// Which question is the newest.

/** Numbers questions: an answer to an older one than the newest is not shown. */
export class Latest {
  #number = 0;

  /** Begins another question. @returns its number */
  next() {
    return ++this.#number;
  }

  is(number) {
    return number === this.#number;
  }
}
