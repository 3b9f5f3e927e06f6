/** The server's end of a stream of changes: it says what a test lets it say. */
export class Peer extends EventTarget {
  closed = false;
  close() {
    this.closed = true;
  }
  say(name: string) {
    this.dispatchEvent(new Event(name));
  }
}
