import { renderFile } from "./file";

test("pieces have an empty line between them, and the last line ends", () => {
  expect(renderFile("# a", "b {}")).toBe("# a\n\nb {}\n");
});
