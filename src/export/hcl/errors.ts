/** Every error of the HCL writer: what it received and what to do. */

/** An error of the code that calls the writer. */
class HclError extends Error {
  override readonly name = "HclError";
}

const quote = (text: string) => JSON.stringify(text);

export const notClosed = (text: string, sequence: string) =>
  new HclError(
    `${quote(text)}: ${sequence} is not closed; close it with }, or write ${sequence.charAt(0)}${sequence} if it is text`,
  );

export const notBalanced = (expression: string, bracket: string) =>
  new HclError(
    `the brackets of the expression ${quote(expression)} are not balanced; check each ${bracket} and its opening bracket`,
  );

export const notOneExpression = (text: string) =>
  new HclError(`expected one expression, received ${quote(text)}; remove the } or what follows it`);

export const emptyExpression = (text: string) =>
  new HclError(`expected an expression, received ${quote(text)}; write one, such as var.name`);

export const notInExpressions = (expression: string, found: string) =>
  new HclError(
    `the expression ${quote(expression)} has ${quote(found)}, a comment or a heredoc, which s3porter cannot write elsewhere; remove it`,
  );

export const brokenString = (expression: string) =>
  new HclError(
    `a quoted string in the expression ${quote(expression)} does not end on its line; close it, or write \\n for a line break`,
  );

export const notFinite = (value: number) =>
  new HclError(`expected a finite number, received ${value}, which Terraform cannot represent`);

export const notUnicode = (text: string) =>
  new HclError(
    `${quote(text)} has half a surrogate pair, which is not a character; remove it, because Terraform accepts only UTF-8`,
  );

export const invalidName = (kind: string, name: string) =>
  new HclError(
    `expected the name of a ${kind}, received ${quote(name)}; start with a letter, and use only letters, digits, "_" and "-"`,
  );

export const unknownType = (kind: string, type: string) =>
  new HclError(
    `${kind} ${quote(type)} is not in src/export/hcl/blocks.json, so s3porter cannot tell its blocks from its attributes; add it to scripts/terraform-blocks.ts and run \`npm run terraform-blocks\``,
  );

export const unknownArgument = (path: string, argument: string, known: readonly string[]) =>
  new HclError(
    `${path} has no argument ${quote(argument)} that can be set; it has ${known.join(", ") || "none"}; correct the name, or run \`npm run terraform-blocks\` if the provider has it`,
  );

export const notABlock = (path: string, value: unknown) =>
  new HclError(
    `${path} is a block, received ${JSON.stringify(value)}; give the block's arguments as an object, or a list of such objects`,
  );

export const notAReference = (path: string, value: unknown) =>
  new HclError(
    `${path} takes an expression in a string, or a list of such strings, received ${JSON.stringify(value)}; write it as in "aws.source"`,
  );
