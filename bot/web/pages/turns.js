// One turn at a time. What is pressed meanwhile waits and shows that it does; the last press counts.

export class Turns {
  constructor() {
    this.busy = false;
    this.next = null;
  }

  // `mark` tells a second press of the same thing, which is the first one still; `shown(on)` marks what waits.
  async take(mark, wish, shown = () => {}) {
    if (!this.busy) return this.run(mark, wish);
    if (mark === this.mark) return undefined;
    return this.wait({ go: () => this.run(mark, wish), shown });
  }

  // For what is no turn itself: it is done when none is under way.
  after(go, shown = () => {}) {
    return this.busy ? this.wait({ go, shown }) : go();
  }

  wait(next) {
    this.next?.shown(false);
    next.shown(true);
    this.next = next;
  }

  async run(mark, wish) {
    [this.busy, this.mark] = [true, mark];
    try {
      await wish();
    } finally {
      this.busy = false;
      this.goOn();
    }
  }

  goOn() {
    const { next } = this;
    this.next = null;
    next?.shown(false);
    next?.go();
  }
}
