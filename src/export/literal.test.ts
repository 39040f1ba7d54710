import { literal } from "./literal";

test.each([
  ["${x} and %{y}", "$${x} and %%{y}"],
  [
    ["${x}", "y"],
    ["$${x}", "y"],
  ],
  [{ "${x}": "%{y}" }, { "$${x}": "%%{y}" }],
  [30, 30],
  [false, false],
])("%j is %j", (value, hcl) => expect(literal(value)).toEqual(hcl));
