import { UserError } from "../messages/user-error";
import type { Configuration } from "./configuration";
import { type Given, givenValues } from "./given";
import { blocksOf, literal, prefixOf } from "./modules";

/**
 * Refuses to read states elsewhere: Terraform would ask their backends, which nothing here may do.
 *
 * @throws UserError that names the outputs to give
 */
export function checkRemoteStates({ folder, modules }: Configuration, given: Given): void {
  const unread = modules.flatMap((module) =>
    blocksOf(module, "data").flatMap((block) => {
      const [type = "", name = ""] = block.labels;
      const address = `${prefixOf(module)}data.${type}.${name}`;
      if (type !== "terraform_remote_state" || literal(block, "backend") === "local") return [];
      if (Object.hasOwn(givenValues(address, given), "outputs")) return [];
      const used = new RegExp(String.raw`\bdata\.${type}\.${name}(?:\[[^\]]*\])?\.outputs\.([\w-]+)`, "g");
      const outputs = module.files.flatMap(({ text }) => [...text.matchAll(used)].map((match) => match[1]));
      const example = Object.fromEntries([...new Set(outputs)].map((output) => [output, "…"]));
      return [`  --set '${address}.outputs=${JSON.stringify(example)}'`];
    }),
  );
  if (unread.length > 0)
    throw new UserError(
      `${folder} reads outputs of other states, which are not asked for here; say what they are:\n${unread.join("\n")}`,
    );
}
