import { connect, type Socket } from "node:net";
import { AUTHORIZATION } from "./calltreeProcess.ts";

/** One kept-alive connection that asks and waits, with as little of a client's own cost as can be. */
export class RawClient {
  readonly #socket: Socket;
  readonly #head: string;
  #received = "";
  #waiting: ((body: string) => void) | undefined;

  private constructor(socket: Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#take(chunk.toString("latin1")));
  }

  /** `authorization`: header lines. */
  static open(url: string, authorization = `Authorization: ${AUTHORIZATION.authorization}\r\n`): Promise<RawClient> {
    const { hostname, port, host } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname, () =>
        resolve(new RawClient(socket, `Host: ${host}\r\n${authorization}`)),
      );
      socket.once("error", reject);
    });
  }

  get(path: string): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.write(`GET ${path} HTTP/1.1\r\n${this.#head}\r\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#received.slice(0, headEnd))?.[1]);
    if (this.#received.length < headEnd + 4 + length) return;
    if (!this.#received.startsWith("HTTP/1.1 200")) throw new Error(this.#received);
    const body = this.#received.slice(headEnd + 4, headEnd + 4 + length);
    this.#received = "";
    this.#waiting?.(body);
  }
}
