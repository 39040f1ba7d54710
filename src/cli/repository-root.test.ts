import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { repositoryRoot } from "./repository-root";

const { path, remove } = temporaryFolder();
afterAll(remove);

test("a folder in a repository", () => {
  const folder = join(path, "repository", "infra", "live");
  mkdirSync(folder, { recursive: true });
  expect(repositoryRoot(folder)).toBe(folder);
  mkdirSync(join(path, "repository", ".git"));
  expect(repositoryRoot(folder)).toBe(join(path, "repository"));
  expect(repositoryRoot(join(path, "repository"))).toBe(join(path, "repository"));
});
