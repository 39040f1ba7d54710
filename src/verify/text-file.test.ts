import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readText } from "./text-file";

const folder = temporaryFolder({});
afterAll(() => folder.remove());

test.each([
  ["UTF-8", Buffer.from('{"ä":1}')],
  ["UTF-8 with a byte order mark", Buffer.from('\uFEFF{"ä":1}')],
  ["UTF-16, as Windows PowerShell writes it", Buffer.from('\uFEFF{"ä":1}', "utf16le")],
])("%s", (_, bytes) => {
  const file = join(folder.path, "state.json");
  writeFileSync(file, bytes);
  expect(JSON.parse(readText(file))).toEqual({ ä: 1 });
});
