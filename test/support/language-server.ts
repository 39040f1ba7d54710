import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

/** What an editor shows about a file. */
export interface EditorView {
  readonly diagnostics: readonly { readonly message: string; readonly line: number }[];
  /** The text beside the word at a place, from 0. */
  hover(line: number, character: number): Promise<string>;
  /** The words that can be completed at a place. */
  completions(line: number, character: number): Promise<string[]>;
  close(): void;
}

/** Opens a file with the language server that editors use for YAML, over the Language Server Protocol. */
export async function openInEditor(file: string, text: string): Promise<EditorView> {
  const server = require.resolve("yaml-language-server/bin/yaml-language-server");
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map<number | string, (value: never) => void>();
  let rest = Buffer.alloc(0);
  let last = 0;

  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const answered = <T>(id: number | string) => new Promise<T>((resolve) => waiting.set(id, resolve));
  const ask = <T>(method: string, params: object) => {
    send({ id: ++last, method, params });
    return answered<T>(last);
  };
  const receive = ({ id, method, result, params }: Message) => {
    // What the server asks the editor has no answer here.
    if (method !== undefined && id !== undefined) return send({ id, result: null });
    const key = id ?? method ?? "";
    waiting.get(key)?.((id === undefined ? params : result) as never);
    waiting.delete(key);
  };
  child.stdout.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/.exec(rest.toString("latin1"));
      const end = head ? head[0].length + Number(head[1]) : Infinity;
      if (!head || rest.length < end) return;
      receive(JSON.parse(rest.subarray(head[0].length, end).toString()) as Message);
      rest = rest.subarray(end);
    }
  });

  const { href: uri } = pathToFileURL(file);
  await ask("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  send({ method: "initialized", params: {} });
  const settings = {
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  };
  send({ method: "workspace/didChangeConfiguration", params: { settings } });
  const published = answered<{ diagnostics: Diagnostic[] }>("textDocument/publishDiagnostics");
  send({
    method: "textDocument/didOpen",
    params: { textDocument: { uri, languageId: "yaml", version: 1, text } },
  });
  const { diagnostics } = await published;
  const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
  return {
    diagnostics: diagnostics.map(({ message, range }) => ({ message, line: range.start.line })),
    hover: async (line, character) => JSON.stringify(await ask("textDocument/hover", at(line, character))),
    completions: async (line, character) => {
      const { items } = await ask<{ items: { label: string }[] }>(
        "textDocument/completion",
        at(line, character),
      );
      return items.map(({ label }) => label);
    },
    close: () => child.kill(),
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}
