import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "../support/repository";

const TSC = join(REPOSITORY, "node_modules/typescript/bin/tsc");

test("the library compiles with CDK Terrain", () => {
  const { status, stdout } = spawnSync(process.execPath, [TSC, "--project", __dirname, "--listFiles"], {
    encoding: "utf8",
  });
  const of = (name: string) => stdout.split("\n").filter((file) => file.includes(`/node_modules/${name}/`));
  expect([status, stdout.match(/^.*\berror TS.*$/gm)]).toEqual([0, null]);
  expect([...of("cdktf"), ...of("@cdktf/provider-aws")]).toEqual([]);
  expect(of("@cdktn/provider-aws").length).toBeGreaterThan(20);
});
