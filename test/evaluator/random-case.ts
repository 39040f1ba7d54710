import {
  accountRoot,
  ANONYMOUS,
  type Caller,
  roleSession,
  samlUser,
  service,
  user,
  webIdentity,
} from "../../src/prove/evaluator/caller";
import type { Attached, Documents } from "../../src/prove/evaluator/decision";
import type { Request } from "../../src/prove/evaluator/request";
import { FEDERATED_ACTIONS } from "../../src/prove/evaluator/services";
import type { Dice } from "./dice";
import { type Block, randomConditions, randomContext } from "./random-conditions";

export interface RandomCase {
  readonly request: Request;
  readonly documents: Documents;
}

const A = "111111111111";
const B = "222222222222";
const C = "333333333333";
const ACCOUNTS = [A, B, C];

interface Target {
  readonly kind: "bucket" | "key" | "trust" | "none";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly actionPatterns: readonly string[];
  readonly resourcePatterns: readonly string[];
}

function targets(owner: string): Target[] {
  const key = `arn:aws:kms:us-east-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  return [
    {
      kind: "bucket",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectTagging"],
      resources: [
        "arn:aws:s3:::acme/in/a.csv",
        "arn:aws:s3:::acme/in/b/Ann/c",
        "arn:aws:s3:::acme/IN/a.csv",
        "arn:aws:s3:::acme/in/${aws:username}/c",
        "arn:aws:s3:::acme/in/AIDAANN/c",
        "arn:aws:s3:::acme/in/AROAPORTER:s1/c",
        "arn:aws:s3:::acme/in/*?$",
      ],
      actionPatterns: ["s3:*", "s3:Get*", "s3:*Object", "s3:???Object", "kms:*", "*"],
      resourcePatterns: [
        "*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::acme",
        "arn:aws:s3:::acme*",
        "arn:aws:s3:::acme/*",
        "arn:aws:s3:::acme/in/*",
        "arn:aws:s3:::acme/in/?.csv",
        "arn:aws:s3:::*/in/*/c",
        "arn:*:s3:*:*:acme/*",
        "arn:aws:s3:::acme/in/b/${aws:PrincipalTag/name}/*",
        "arn:aws:s3:::acme/in/${aws:PrincipalTag/none, 'b'}/*",
        "arn:aws:s3:::acme/in/${aws:PrincipalTag/none}*",
        "arn:aws:s3:::acme/in/b/${aws:username}/?",
        "arn:aws:s3:::acme/in/${aws:username}/c",
        "arn:aws:s3:::acme/in/${$}{aws:username}/*",
        "arn:aws:s3:::acme/in/${*}${?}${$}",
        "arn:aws:s3:::${aws:PrincipalTag/none, 'acme'}/in/${aws:userid}/c",
      ],
    },
    {
      kind: "bucket",
      actions: ["s3:ListBucket"],
      resources: ["arn:aws:s3:::acme"],
      actionPatterns: ["s3:*", "s3:List*", "*"],
      resourcePatterns: ["*", "arn:aws:s3:::acme", "arn:aws:s3:::${aws:PrincipalTag/none, 'acme'}"],
    },
    {
      kind: "key",
      actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
      resources: [key],
      actionPatterns: ["kms:*", "kms:*crypt", "kms:GenerateDataKey*", "kms:D*", "s3:*", "*"],
      resourcePatterns: [
        "*",
        key,
        key.replace(owner, "*"),
        `arn:aws:kms:*:${owner}:key/*`,
        `arn:aws:kms:*:${C}:key/*`,
        "arn:aws:kms:us-east-?:*:key/1234*",
        "arn:aws:kms:*:*:alias/*",
        `arn:aws:kms:us-east-1:${owner}:key/${"${aws:PrincipalTag/none, '1234abcd'}"}-*`,
      ],
    },
    {
      kind: "trust",
      actions: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      resources: [`arn:aws:iam::${owner}:role/team/Target`],
      actionPatterns: ["sts:*", "sts:Assume*", "sts:TagSession", "sts:Set*", "*"],
      resourcePatterns: [
        "*",
        `arn:aws:iam::${owner}:role/team/Target`,
        "arn:aws:iam::*:role/*",
        `arn:aws:iam::${C}:role/*`,
        `arn:aws:iam::${owner}:role/${"${aws:PrincipalTag/key}"}/*`,
      ],
    },
    {
      kind: "none",
      actions: ["kms:CreateKey", "s3:ListAllMyBuckets"],
      resources: ["*"],
      actionPatterns: ["kms:*", "s3:List*", "*"],
      resourcePatterns: ["*"],
    },
  ];
}

export function randomCase(dice: Dice): RandomCase {
  const home = dice.chance(50) ? A : B;
  const away = dice.chance(50) ? dice.pick(ACCOUNTS) : home;
  const target = dice.pick(
    [0, 0, 0, 0, 1, 2, 2, 2, 2, 3, 3, 3, 4].map((index) => targets(away)[index] as Target),
  );
  const owner = target.kind === "none" ? home : away;
  const caller = randomCaller(dice, home, target, owner);
  const action =
    caller.kind === "federated" ? dice.pick(federatedActions(caller)) : dice.pick(target.actions);
  const request: Request = {
    action: recased(dice, action),
    resource: dice.pick(target.resources),
    caller,
    context: randomContext(dice, action, caller),
  };
  const write = new Writer(dice, request, action, target, home);
  const isOne = caller.kind === "session" || caller.kind === "user";
  const identity = isOne && dice.chance(80) ? [write.document("identity policy", home, 3)] : [];
  if (identity.length > 0 && dice.chance(20))
    identity.push(write.document("second identity policy", home, 2));
  const boundary = isOne && dice.chance(25) ? write.document("permissions boundary", home, 2) : undefined;
  const session =
    caller.kind === "session" && dice.chance(25) ? [write.document("session policy", home, 2)] : undefined;
  const hasPolicy =
    target.kind === "trust" || target.kind === "key" || (target.kind === "bucket" && dice.chance(85));
  const resource = {
    name: "resource policy",
    account: owner,
    ...(hasPolicy && { document: write.resourceDocument(target) }),
  };
  const serviceControl =
    "account" in caller && dice.chance(15)
      ? Array.from({ length: 1 + dice.below(3) }, () => [
          write.document("service control policy", home, 2, 85),
        ])
      : undefined;
  const resourceControl =
    target.kind !== "none" && dice.chance(10)
      ? [[write.resourceControl(owner)], [write.resourceControl(owner)]]
      : undefined;
  const organizations = {
    ...(serviceControl && { [home]: { serviceControl } }),
    ...(resourceControl && {
      [owner]: { resourceControl, ...(owner === home && serviceControl && { serviceControl }) },
    }),
  };
  return {
    request,
    documents: {
      identity,
      ...(boundary && { boundary }),
      ...(session && { session }),
      resource,
      organizations,
    },
  };
}

function randomCaller(dice: Dice, home: string, { kind }: Target, owner: string): Caller {
  if (kind === "trust" && dice.chance(25))
    return dice.chance(60)
      ? webIdentity(providersIn(owner)[0], { sub: "repo:acme/site", aud: "sts.amazonaws.com" })
      : samlUser(providersIn(owner)[1], { aud: "https://signin.aws.amazon.com/saml" });
  const roll = dice.below(100);
  if (roll < 45) return roleSession(`arn:aws:iam::${home}:role/team/Porter`, dice.pick(["s1", "s1", "s2"]));
  if (roll < 80 || kind === "none") return user(`arn:aws:iam::${home}:user/team/Ann`);
  if (roll < 88) return service(dice.pick(["s3.amazonaws.com", "datasync.amazonaws.com"]));
  // The root user assumes no role and only S3 accepts unsigned requests: the simulator knows neither.
  if (roll < 95 && kind !== "trust") return accountRoot(home);
  return kind === "bucket" ? ANONYMOUS : user(`arn:aws:iam::${home}:user/team/Ann`);
}

function providersIn(account: string): readonly [string, string] {
  return [
    `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    `arn:aws:iam::${account}:saml-provider/Okta`,
  ];
}

function federatedActions({ protocol }: Extract<Caller, { kind: "federated" }>): readonly string[] {
  return [FEDERATED_ACTIONS[protocol], "sts:TagSession", "sts:SetSourceIdentity"];
}

type Element = Record<string, unknown>;

/** Writes statements that are likely, but not certain, to be about the request. */
class Writer {
  constructor(
    private readonly dice: Dice,
    private readonly request: Request,
    private readonly action: string,
    private readonly target: Target,
    private readonly home: string,
  ) {}

  document(name: string, account: string, most: number, broad = 0): Attached {
    const count = 1 + this.dice.below(most);
    const first = this.dice.chance(broad) ? [{ Effect: "Allow", Action: "*", Resource: "*" }] : [];
    return this.attached(name, account, [...first, ...Array.from({ length: count }, () => this.statement())]);
  }

  resourceDocument({ kind }: Target): object {
    const delegation = kind === "key" && this.dice.chance(50);
    const statements = Array.from({ length: 1 + this.dice.below(3) }, () => {
      const { Resource, NotResource, ...rest } = this.statement();
      const about = kind === "trust" ? {} : kind === "key" ? { Resource: "*" } : { Resource, NotResource };
      return { ...rest, ...about, Principal: this.principal() };
    });
    const root = {
      Effect: "Allow",
      Action: "kms:*",
      Resource: "*",
      Principal: { AWS: `arn:aws:iam::${this.home}:root` },
    };
    return this.versioned(delegation ? [root, ...statements] : statements);
  }

  resourceControl(account: string): Attached {
    const { dice, target } = this;
    const patterns = target.actionPatterns.filter((pattern) => pattern !== "*");
    const action = { Action: dice.some([this.request.action, ...patterns], 2), NotAction: undefined };
    return this.attached("resource control policy", account, [
      { ...this.statement(), ...action, Effect: "Deny", Principal: "*" },
    ]);
  }

  private attached(name: string, account: string, statements: Element[]): Attached {
    return { name, account, document: this.versioned(statements) };
  }

  private versioned(statements: Element[]): object {
    const kept = statements.map((statement) => withoutUndefined(statement));
    return {
      ...this.version(),
      Statement: kept.length === 1 && this.dice.chance(20) ? kept[0] : kept,
    };
  }

  private version(): Element {
    if (this.dice.chance(90)) return { Version: "2012-10-17" };
    return this.dice.chance(50) ? { Version: "2008-10-17" } : {};
  }

  private statement(): Element {
    const { dice } = this;
    const conditions: Block | undefined = randomConditions(dice, this.action, this.request.context);
    return {
      Effect: dice.chance(18) ? "Deny" : "Allow",
      ...this.oneOf("Action", [this.request.action, ...this.target.actionPatterns], true),
      ...this.oneOf("Resource", [this.request.resource, ...this.target.resourcePatterns], false),
      ...(conditions && { Condition: conditions }),
    };
  }

  private oneOf(element: "Action" | "Resource", choices: readonly string[], caseless: boolean): Element {
    const { dice } = this;
    const not = dice.chance(8);
    const list = dice.chance(55) ? [dice.pick(choices)] : dice.some(choices, 3);
    const values = caseless ? list.map((value) => recased(dice, value)) : list;
    // NotAction and NotResource of everything is nothing, which no validator likes.
    const kept = not ? values.filter((value) => value !== "*") : values;
    const name = not && kept.length > 0 ? `Not${element}` : element;
    const given = kept.length > 0 ? kept : values;
    return { [name]: given.length === 1 && dice.chance(50) ? given[0] : given };
  }

  private principal(): unknown {
    const { dice, home } = this;
    if (dice.chance(15)) return dice.chance(50) ? "*" : { AWS: "*" };
    const aws = [
      `arn:aws:iam::${home}:root`,
      home,
      `arn:aws:iam::${home}:role/team/Porter`,
      `arn:aws:sts::${home}:assumed-role/Porter/s1`,
      `arn:aws:iam::${home}:user/team/Ann`,
      `arn:aws:iam::${C}:root`,
      `arn:aws:iam::${home}:role/Sibling`,
    ];
    const services = dice.some(["s3.amazonaws.com", "datasync.amazonaws.com"], 2);
    const { caller } = this.request;
    if (caller.kind === "federated") {
      const providers = dice.some([...providersIn(home), caller.provider], 2);
      return { Federated: dice.chance(80) ? providers : providersIn(C) };
    }
    if (caller.kind === "service") return dice.chance(70) ? { Service: services } : { AWS: dice.pick(aws) };
    return {
      AWS: dice.chance(60) ? dice.pick(aws) : dice.some(aws, 3),
      ...(dice.chance(10) && { Service: services }),
    };
  }
}

function withoutUndefined(element: Element): Element {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined));
}

function recased(dice: Dice, text: string): string {
  return dice.chance(10) ? (dice.chance(50) ? text.toLowerCase() : text.toUpperCase()) : text;
}
