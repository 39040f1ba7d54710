import js from "@eslint/js";
import tseslint from "typescript-eslint";

const onlyFrom = (message, group) => ["error", { patterns: [{ group, message }] }];

export default tseslint.config(
  { ignores: ["cdktf.out/", "dist/", "coverage/", "bench/template-app/"] },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: { console: "readonly", module: "writable", process: "readonly", require: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    rules: {
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "no-restricted-imports": onlyFrom("import the provider from its deep paths: the barrel costs seconds and a gigabyte", [
        "@cdktf/provider-aws",
      ]),
    },
  },
  {
    files: ["src/aws/**", "src/policy/**"],
    rules: {
      "no-restricted-imports": onlyFrom("this room is pure: no cdktf, no other room but aws", [
        "cdktf*",
        "@cdktf/*",
        "constructs",
        "**/constructs/**",
        "**/topology/**",
      ]),
    },
  },
  {
    files: ["src/topology/**"],
    rules: {
      "no-restricted-imports": onlyFrom("the topology knows no cdktf and no other room but aws", [
        "cdktf*",
        "@cdktf/*",
        "constructs",
        "**/constructs/**",
        "**/policy/**",
      ]),
    },
  },
);
