import { EXAMPLES } from "./examples";
import { program } from "./program";

const { commands } = program();

test("every command has examples", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(commands.map((command) => command.name()).sort());
});

test.each(Object.entries(EXAMPLES).flatMap(([name, lines]) => lines.map((line) => [line, name] as const)))(
  "%s",
  (line, name) => {
    const [, given = ""] = new RegExp(`s3porter ${name}(.*)`).exec(line) ?? [];
    const options = [...given.matchAll(/--[\w-]+/g)].map(([option]) => option);
    const known = commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
    expect(line).toContain(`s3porter ${name}`);
    expect(known).toEqual(expect.arrayContaining(options));
  },
);
