/** What `check` says of folders, against what AWS's documentation says of them. Terraform starts once for each. */
import { join } from "node:path";
import { check } from "../../src/verify/check";
import { expectedAnswers, foundAnswers } from "../estates/differences";
import { FOLDERS } from "../estates/estates";
import { PLUGINS } from "../support/provider-plugins";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const before = { ...process.env };

beforeAll(() => {
  process.env.TF_CLI_ARGS_init = `-plugin-dir=${PLUGINS}`;
});

afterAll(() => {
  process.env = before;
  folder.remove();
});

describe.each(FOLDERS)("$name", ({ name, expected, read }) => {
  test(expected.style, async () => {
    const checked = check(await read(join(folder.path, name)));
    expect(foundAnswers(checked, expected)).toEqual(expectedAnswers(expected));
  });
});
