import { Token } from "cdktf";
import { terraformTags, terraformText } from "./terraform-text";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["home/${aws:username}/", "home/$${aws:username}/"],
  ["%{if x}", "%%{if x}"],
  ["${a}${b}", "$${a}$${b}"],
  ["$${a}", "$$${a}"],
  ["$ { % } 100%", "$ { % } 100%"],
  ['"quoted"\n\\', '"quoted"\n\\'],
])("the text %j is %j in Terraform", (text, escaped) => {
  expect(terraformText(text)).toBe(escaped);
});

test("tokens are left alone", () => {
  const token = `${Token.asString({ resolve: () => "later" })}-\${x}`;
  expect(terraformText(token)).toBe(token);
});

test("tags are escaped, names and values", () => {
  expect(terraformTags({ "${a}": "%{b}", Plain: "text" })).toEqual({ "$${a}": "%%{b}", Plain: "text" });
  expect(terraformTags({})).toBeUndefined();
});
