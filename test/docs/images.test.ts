import { main } from "../../scripts/images";
import { saidBy } from "../support/said-by";

test("the pictures of docs are up to date", async () => {
  expect(await saidBy(main)).toEqual([]);
});
