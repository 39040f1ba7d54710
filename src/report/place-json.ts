import * as z from "zod";

export const place = z
  .object({ file: z.string(), line: z.int().min(1).describe("From 1.") })
  .describe("A line of a file that a person wrote.");
