import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENGINES } from "../../src/cost/engines";
import { PRICES, pricesWith } from "../../src/cost/prices";
import { parse } from "yaml";
import { REPOSITORY } from "../support/repository";
import { TSX } from "../support/tsx";

const page = (name: string) => readFileSync(join(REPOSITORY, name), "utf8");

test("the tables of costs are what src/cost says", () => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, "scripts/moving-data.ts", "--check"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});

test.each(["README.md", "docs/moving-data.md"])("%s has a row for every engine", (name) => {
  for (const { title } of ENGINES) expect(page(name)).toContain(`\n| ${title}`);
});

test("the prices that the page shows are a file of prices", () => {
  const [, yaml = ""] = /^ *```yaml\n([^]*?)```/m.exec(page("docs/moving-data.md")) ?? [];
  const prices = pricesWith(parse(yaml), "prices.yaml");
  expect(prices.s3_put_per_1000.usd).not.toBe(PRICES.s3_put_per_1000.usd);
});
