import { main as checks } from "../../scripts/checks";
import { main as cli } from "../../scripts/cli-reference";
import { main as messages } from "../../scripts/messages";
import { main as topologyFields } from "../../scripts/topology-reference";
import { saidBy } from "../support/said-by";

test.each([
  ["docs/checks.md", checks],
  ["docs/messages.md", messages],
  ["docs/cli.md", cli],
  ["docs/topology-fields.md", topologyFields],
])("%s is what the code says", async (_, script) => {
  expect(await saidBy(script)).toEqual([]);
});
