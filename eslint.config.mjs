import js from "@eslint/js";
import tseslint from "typescript-eslint";

const CDKTF = ["cdktf", "cdktf/*", "@cdktf/*", "constructs"];

/** What the files of a room may not import. */
function room(files, group, message) {
  return { files, rules: { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] } };
}

export default tseslint.config(
  { ignores: ["cdktf.out/", "dist/", "coverage/", "bench/template-app/"] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    files: ["**/*.js", "**/*.cjs", "**/*.mjs"],
    languageOptions: {
      globals: {
        console: "readonly",
        module: "writable",
        process: "readonly",
        require: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "Import from its deep paths: the barrel costs seconds and a gigabyte.",
            },
          ],
        },
      ],
    },
  },
  room(["src/aws/**"], [...CDKTF, "../*"], "The rules of AWS names stand alone."),
  room(
    ["src/policy/**/!(*.test).ts"],
    [...CDKTF, "../*"],
    "Policies are data: strings in, documents out, and no other room.",
  ),
  room(
    ["src/estate/**/!(*.test).ts"],
    [
      ...CDKTF,
      "!@cdktf/hcl2json",
      "**/aws/**",
      "**/constructs/**",
      "**/policy/**",
      "**/prove/**",
      "**/topology/**",
    ],
    "The estate is read from Terraform, not from what wrote it.",
  ),
  room(
    ["src/prove/**/!(*.test).ts"],
    [...CDKTF, "**/aws/**", "**/constructs/**", "**/policy/**", "**/topology/**"],
    "The proof is an account of the facts of its own.",
  ),
  room(
    ["src/report/**/!(*.test).ts"],
    [...CDKTF, "**/aws/**", "**/cli/**", "**/constructs/**", "**/policy/**", "**/topology/**"],
    "A report shows an estate and a proof, and knows nothing of what they came from.",
  ),
  room(["src/export/hcl/**/!(*.test).ts"], [...CDKTF, "../*"], "HCL is written without knowing what for."),
  room(
    ["src/topology/**/!(*.test).ts"],
    [...CDKTF, "**/constructs/**", "**/policy/**"],
    "The format knows the rules of AWS names, and no other room.",
  ),
);
