import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { moduleOf } from "./module";
import { terraformDocs } from "./terraform-docs";

const docs = terraformDocs(
  moduleOf(
    "stack",
    resolve(
      loadTopology(`accounts:
  b: { id: "222222222222", region: us-east-1 }
  a: { id: "111111111111", region: us-east-1 }
buckets:
  lake: { account: a, name: acme-lake }
principals:
  reader: { account: b, role: Reader, assumed_by: ["arn:aws:iam::222222222222:root"] }
access:
  - { principal: reader, bucket: lake, allow: read }
`),
    ),
  ),
);

// The templates are those of terraform-docs 0.22: format/templates/markdown_table_*.tmpl.
test("the marks and the order of the sections are those of terraform-docs", () => {
  expect(
    docs.startsWith("<!-- BEGIN_TF_DOCS -->\n## Requirements\n\n| Name | Version |\n| ---- | ------- |\n"),
  ).toBe(true);
  expect(docs.endsWith(" |\n<!-- END_TF_DOCS -->")).toBe(true);
  const headings = [...docs.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(["Requirements", "Providers", "Modules", "Resources", "Inputs", "Outputs"]);
});

test("names are links with escaped underscores, sorted", () => {
  expect(docs).toContain(
    '| <a name="requirement_terraform"></a> [terraform](#requirement\\_terraform) | >= 1.5 |\n',
  );
  const providers = [...docs.matchAll(/name="provider_([^"]*)"/g)].map(([, name]) => name);
  expect(providers).toEqual(["aws.a", "aws.b"]);
  const inputs = [...docs.matchAll(/name="input_([^"]*)"/g)].map(([, name]) => name);
  expect(inputs).toEqual([...inputs].sort());
  expect(docs).toContain(
    '| <a name="input_deletion_window_in_days"></a> [deletion\\_window\\_in\\_days](#input\\_deletion\\_window\\_in\\_days) | Waiting period in days before a KMS key is deleted, from 7 to 30. | `number` | `30` | no |\n',
  );
});

test("resources come before data sources, each with its page of the registry", () => {
  const rows = docs.split("\n").filter((row) => row.startsWith("| [aws_"));
  expect(rows[0]).toBe(
    "| [aws_iam_role.reader](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role) | resource |",
  );
  expect(docs).toContain(
    "(https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity) | data source |",
  );
  const kinds = rows.map((row) => row.includes("/data-sources/"));
  expect(kinds).toEqual([...kinds].sort());
});

test("underscores and pipes of descriptions are escaped, except in code", () => {
  const module = moduleOf(
    "stack",
    resolve(
      loadTopology(
        'accounts: { a: { id: "111111111111", region: us-east-1 } }\nbuckets: { a: { account: a, name: acme } }',
      ),
    ),
  );
  const outputs = [{ name: "x", value: "", description: "a_b | `c_d`" }];
  expect(terraformDocs({ ...module, outputs })).toContain("| a\\_b \\| `c_d` |");
});
