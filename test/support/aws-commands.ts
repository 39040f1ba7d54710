import * as iam from "@aws-sdk/client-iam";
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Input = Readonly<Record<string, string | boolean>>;
type Command = Parameters<iam.IAMClient["send"]>[0];

/**
 * Runs commands of the AWS CLI, such as `aws iam put-user-policy --user-name Ann`, as the CLI does: the SDK names the same
 * operations and parameters in CamelCase.
 *
 * @param folder that the paths of `file://` are relative to
 */
export async function runIamCommands(
  client: iam.IAMClient,
  commands: readonly string[],
  folder: string,
): Promise<void> {
  for (const command of commands) {
    const [aws, service, operation = "", ...words] = command.split(" ");
    if (aws !== "aws" || service !== "iam") throw new Error(`not a command of IAM: ${command}`);
    const make = (iam as unknown as Record<string, new (input: Input) => Command>)[
      `${camelCase(operation)}Command`
    ];
    if (!make) throw new Error(`IAM has no operation ${operation}`);
    await client.send(new make(inputOf(words, folder)));
  }
}

function inputOf(words: readonly string[], folder: string): Input {
  const options = words.flatMap((word, index) => (word.startsWith("--") ? [index] : []));
  return Object.fromEntries(
    options.map((index) => {
      const value = words[index + 1];
      const isFlag = value === undefined || value.startsWith("--");
      return [camelCase((words[index] as string).slice(2)), isFlag ? true : valueOf(value, folder)];
    }),
  );
}

function valueOf(text: string, folder: string): string {
  return text.startsWith("file://") ? readFileSync(join(folder, text.slice("file://".length)), "utf8") : text;
}

function camelCase(words: string): string {
  return words.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The commands in the blocks of shell in a page, one list for each block. */
export function shellBlocks(markdown: string): string[][] {
  return [...markdown.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, block = ""]) => block.split("\n"));
}
