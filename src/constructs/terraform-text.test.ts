import { DefaultTokenResolver, StringConcat, TerraformStack, Token, Tokenization } from "cdktf";
import { newApp } from "../../test/fixtures/stack";
import { local, reference, text } from "../topology/text";
import { terraformBoolean, terraformNumber, terraformTags, terraformText } from "./terraform-text";

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

test("tokens are left to CDKTF, and what is around them is text", () => {
  const token = Token.asString({ resolve: () => "later" });
  expect(terraformText(`${token}-\${x}`)).toBe(`${token}-$\${x}`);
});

test("expressions are templates, and what is around them is text", () => {
  const name = reference("var.name");
  const arn = local("arn", text`arn:${name}`);
  expect(terraformText(name)).toBe("${var.name}");
  expect(terraformText(text`${arn}/in/\${aws:username}/%{x}`)).toBe("${local.arn}/in/$${aws:username}/%%{x}");
});

test("a sign before an expression does not escape it", () => {
  expect(terraformText(text`cost$${reference("var.a")}%${reference("var.b")}$`)).toBe(
    'cost${"$"}${var.a}${"%"}${var.b}$',
  );
});

test("tags are escaped, names and values", () => {
  expect(terraformTags({ "${a}": "%{b}", Plain: "text" })).toEqual({ "$${a}": "%%{b}", Plain: "text" });
  expect(terraformTags({})).toBeUndefined();
});

test("values are themselves, and references tokens of their expressions", () => {
  expect([terraformNumber(7), terraformBoolean(false), terraformBoolean(undefined)]).toEqual([
    7,
    false,
    undefined,
  ]);
  const name = reference("var.name");
  const tokens = {
    number: terraformNumber(name),
    boolean: terraformBoolean(name),
    tags: terraformTags(name),
  };
  const scope = new TerraformStack(newApp(), "test");
  const resolver = new DefaultTokenResolver(new StringConcat());
  expect(Tokenization.resolve(tokens, { scope, resolver, preparing: false })).toEqual({
    number: "${var.name}",
    boolean: "${var.name}",
    tags: "${var.name}",
  });
});
