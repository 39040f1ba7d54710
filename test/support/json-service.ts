import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a client sends. */
export type Asked = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- as it is sent

/** A service that the emulator does not have, as far as Terraform asks it: operations with JSON, in the header `X-Amz-Target`. */
export abstract class JsonService {
  private readonly server: Server;

  /** @param emulator its URL, where callers and what they have are known */
  constructor(protected readonly emulator: string) {
    this.server = createServer((request, response) => {
      this.respond(request).then(
        (answer) => response.end(JSON.stringify(answer)),
        ({ name, message }: Error) => response.writeHead(400).end(JSON.stringify({ __type: name, message })),
      );
    });
    // Terraform asks again over a connection that it has had for longer than the five seconds after which Node.js closes it.
    this.server.keepAliveTimeout = 0;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected abstract answer(
    operation: string,
    asked: Asked,
    request: IncomingMessage,
  ): Promise<object> | object;

  /** Asks another service of the emulator with the credentials of the caller. The emulator does not check signatures. */
  protected ask(
    { headers }: IncomingMessage,
    service: string,
    path: string,
    init: RequestInit,
  ): Promise<Response> {
    const token = headers["x-amz-security-token"];
    return fetch(`${this.emulator}${path}`, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string> | undefined),
        authorization: String(headers.authorization).replace(
          /\/[a-z0-9]+\/aws4_request/,
          `/${service}/aws4_request`,
        ),
        ...(token !== undefined && { "x-amz-security-token": String(token) }),
      },
    });
  }

  private async respond(request: IncomingMessage): Promise<object> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, operation = ""] = String(request.headers["x-amz-target"]).split(".");
    return this.answer(operation, JSON.parse(Buffer.concat(chunks).toString()) as Asked, request);
  }
}
