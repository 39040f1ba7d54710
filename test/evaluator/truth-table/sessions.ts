import type { ContextKeys } from "../../../src/prove/evaluator/context";
import { A, allow, ANN, B, type Case, deny, type Element, type Expected, IAM, identity, owned } from "./case";

const TAGS = `${IAM}/id_session-tags.html`;
const PERMISSIONS = `${TAGS}#id_session-tags_permissions-required`;
const SOURCE_IDENTITY = `${IAM}/id_credentials_temp_control-access_monitor.html`;

/** The example of AWS: the caller must pass three tags, and can make two of them transitive. */
const TAG_SESSION = allow({
  Action: "sts:TagSession",
  Resource: undefined,
  Principal: { AWS: ANN },
  Condition: {
    StringLike: { "aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*" },
    StringEquals: { "aws:RequestTag/Department": ["Engineering", "Marketing"] },
    "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["Project", "Department"] },
  },
});

const PASSED = {
  "aws:RequestTag/Project": "Automation",
  "aws:RequestTag/CostCenter": "12345",
  "aws:RequestTag/Department": "Engineering",
  "aws:TagKeys": ["Project", "CostCenter", "Department"],
};

/** Trusts Ann with one action, if a condition holds. */
function trusts(Action: string, Condition: Element): Element {
  return allow({ Action, Resource: undefined, Principal: { AWS: ANN }, Condition });
}

const SAME_TEAM = trusts("sts:TagSession", {
  StringEquals: { "aws:RequestTag/team": "${aws:PrincipalTag/team}" },
});
const ONLY_TEAM = trusts("sts:TagSession", { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } });
const OWN_NAME = trusts("sts:SetSourceIdentity", { StringLike: { "sts:SourceIdentity": "${aws:username}" } });

interface Around {
  readonly trust: readonly Element[];
  readonly identity?: Element;
  readonly owner?: string;
}

const ROWS: readonly (readonly [
  source: string,
  name: string,
  action: string,
  context: ContextKeys,
  around: Around,
  expected: Expected,
])[] = [
  [PERMISSIONS, "the tags of the example", "sts:TagSession", PASSED, { trust: [TAG_SESSION] }, "allowed"],
  [
    PERMISSIONS,
    "a tag that can be transitive",
    "sts:TagSession",
    { ...PASSED, "sts:TransitiveTagKeys": ["Project"] },
    { trust: [TAG_SESSION] },
    "allowed",
  ],
  [
    PERMISSIONS,
    "a tag that cannot be transitive",
    "sts:TagSession",
    { ...PASSED, "sts:TransitiveTagKeys": ["Project", "CostCenter"] },
    { trust: [TAG_SESSION] },
    "denied",
  ],
  [
    PERMISSIONS,
    "another value of a tag",
    "sts:TagSession",
    { ...PASSED, "aws:RequestTag/Department": "Legal" },
    { trust: [TAG_SESSION] },
    "denied",
  ],
  [PERMISSIONS, "no tag", "sts:TagSession", {}, { trust: [TAG_SESSION] }, "denied"],
  [
    PERMISSIONS,
    "a trust policy that allows only sts:AssumeRole",
    "sts:TagSession",
    PASSED,
    { trust: [trusts("sts:AssumeRole", {})] },
    "denied",
  ],
  [
    PERMISSIONS,
    "another account whose trust policy allows it",
    "sts:TagSession",
    PASSED,
    { trust: [TAG_SESSION], owner: B },
    "denied",
  ],
  [
    PERMISSIONS,
    "another account, allowed on both sides",
    "sts:TagSession",
    PASSED,
    { trust: [TAG_SESSION], identity: allow({ Action: "sts:TagSession" }), owner: B },
    "allowed",
  ],
  [
    PERMISSIONS,
    "the caller's own team",
    "sts:TagSession",
    { "aws:RequestTag/team": "blue", "aws:PrincipalTag/team": "blue", "aws:TagKeys": ["team"] },
    { trust: [SAME_TEAM] },
    "allowed",
  ],
  [
    PERMISSIONS,
    "another team",
    "sts:TagSession",
    { "aws:RequestTag/team": "red", "aws:PrincipalTag/team": "blue", "aws:TagKeys": ["team"] },
    { trust: [SAME_TEAM] },
    "denied",
  ],
  [
    PERMISSIONS,
    "a team, by a caller without one",
    "sts:TagSession",
    { "aws:RequestTag/team": "red", "aws:TagKeys": ["team"] },
    { trust: [SAME_TEAM] },
    "denied",
  ],
  [
    PERMISSIONS,
    "one tag too many",
    "sts:TagSession",
    { "aws:TagKeys": ["team", "name"] },
    { trust: [ONLY_TEAM] },
    "denied",
  ],
  [
    PERMISSIONS,
    "an explicit deny of other tags",
    "sts:TagSession",
    { "aws:TagKeys": ["team", "name"] },
    {
      trust: [
        trusts("sts:TagSession", {}),
        deny({
          Resource: undefined,
          Principal: "*",
          Condition: { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "team" } },
        }),
      ],
    },
    "explicitly denied",
  ],
  [
    SOURCE_IDENTITY,
    "the caller's own name",
    "sts:SetSourceIdentity",
    { "sts:SourceIdentity": "Ann" },
    { trust: [OWN_NAME] },
    "allowed",
  ],
  [
    SOURCE_IDENTITY,
    "another name",
    "sts:SetSourceIdentity",
    { "sts:SourceIdentity": "Bob" },
    { trust: [OWN_NAME] },
    "denied",
  ],
];

/** What a caller asks for when it assumes a role and passes tags or a source identity. */
export const sessions: readonly Case[] = ROWS.map(([source, name, action, context, around, expected]) => ({
  name: `${action}: ${name}`,
  source,
  expected,
  ask: ({ user }) => {
    const { trust, identity: statement, owner = A } = around;
    return {
      action,
      resource: `arn:aws:iam::${owner}:role/Target`,
      caller: user(ANN),
      context,
      documents: { identity: identity(statement), resource: owned(trust, owner) },
    };
  },
}));
