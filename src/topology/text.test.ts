import { inlined, isExpression, isReference, joined, local, reference, replaced, text } from "./text";

const name = reference("var.name");
const prefix = reference("var.prefix", { isWord: false });
const arn = local("arn", text`arn:${name}`);

test("text of strings is a string", () => {
  expect(text`a${"b"}c${""}`).toBe("abc");
  expect(joined(["a", "b"], "\n")).toBe("a\nb");
  expect(joined([], "\n")).toBe("");
});

test("text with an expression is a template, and one expression is itself", () => {
  expect(text`${name}`).toBe(name);
  expect(text`${text`a${name}`}b${"c"}`).toEqual({ kind: "template", parts: ["a", name, "bc"] });
  expect(joined(["a", name], "/")).toEqual({ kind: "template", parts: ["a/", name] });
});

test("locals are what they stand for, if asked", () => {
  expect(inlined(text`${arn}/*`)).toEqual({ kind: "template", parts: ["arn:", name, "/*"] });
});

test("a character is replaced in text at once, and in expressions by Terraform", () => {
  expect(replaced("a.b.c", ".", "$&")).toBe("a$&b$&c");
  expect(replaced(text`a.${prefix}`, ".", "-")).toEqual({
    kind: "template",
    parts: ["a-", reference('replace(var.prefix, ".", "-")', { isWord: false })],
  });
});

test("tags are no expression, whatever they are called", () => {
  for (const expression of [name, arn, text`a${name}`]) expect(isExpression(expression)).toBe(true);
  expect(isReference(name)).toBe(true);
  for (const kind of ["reference", "local", "template", "other"]) {
    expect(isExpression({ kind })).toBe(false);
    expect(isReference({ kind, isWord: "true", expression: "var.name" })).toBe(false);
  }
});
