import { digest, manifestOf, readManifest, unfinishedManifest } from "./manifest";

const FILES = new Map([
  ["main.tf", Buffer.from("one\n")],
  ["tests/a.tftest.hcl", Buffer.from("two\n")],
]);
const [ONE, TWO, OTHER] = ["one\n", "two\n", "three\n"].map((text) => digest(Buffer.from(text))) as [
  string,
  string,
  string,
];

test("what is exported is read again", () => {
  expect(readManifest(manifestOf(FILES).toString())).toEqual(
    new Map([
      ["main.tf", [ONE]],
      ["tests/a.tftest.hcl", [TWO]],
    ]),
  );
});

test("during an export a file may be as it was or as it is going to be", () => {
  const before = new Map([
    ["main.tf", [OTHER, ONE]],
    ["former.tf", [OTHER]],
  ]);
  expect(readManifest(unfinishedManifest(before, FILES, "id").toString())).toEqual(
    new Map([
      ["main.tf", [OTHER, ONE]],
      ["former.tf", [OTHER]],
      ["tests/a.tftest.hcl", [TWO]],
    ]),
  );
});

test.each([
  "",
  "../main.tf",
  "a/../main.tf",
  "a/../../main.tf",
  "./main.tf",
  "/main.tf",
  "a//main.tf",
  "a/",
  ".git/config",
  "a/.terraform/b",
  ".s3porter.json",
  "a\\b",
  "a\nb",
  "main.tf\n",
  "C:main.tf",
])("no module has the path %j", (path) => {
  expect(readManifest(JSON.stringify({ files: { [path]: ONE } }))).toBeUndefined();
});
