import type { Attached, Documents } from "../../src/prove/evaluator/decision";
import { evaluate } from "../../src/prove/evaluator/evaluate";
import { judge } from "../../src/prove/evaluator/judge";
import { textsOf } from "../../src/prove/evaluator/unknown";
import { runs } from "../support/runs";
import { Dice } from "./dice";
import { type RandomCase, randomCase } from "./random-case";

const CASES = runs(20_000, 500);
const SEED = 20_261_126;

type Element = Readonly<Record<string, unknown>>;
type Edit = (statements: readonly Element[], at: number) => readonly Element[];

/** One statement of the case, in the resource's policy or in an identity policy. */
interface Place {
  readonly layer: "resource" | "identity";
  readonly statements: readonly Element[];
  readonly at: number;
}

function placeIn({ documents: { resource, identity = [] } }: RandomCase, dice: Dice): Place | undefined {
  const layer = dice.chance(50) ? "resource" : "identity";
  const document = layer === "resource" ? resource.document : identity[0]?.document;
  if (!document) return undefined;
  const statements = [(document as { Statement: Element | Element[] }).Statement].flat();
  return { layer, statements, at: dice.below(statements.length) };
}

/** The documents with other statements in that policy, and with whatever else is said about it. */
function edited(
  { resource, identity = [], ...others }: Documents,
  { layer, statements, at }: Place,
  edit: Edit,
  more: Partial<Attached> = {},
): Documents {
  // Variables are text in the older version of the language, so the version stays.
  const before = layer === "resource" ? resource.document : identity[0]?.document;
  const document = { ...before, Statement: edit(statements, at) };
  if (layer === "resource") return { ...others, identity, resource: { ...resource, document, ...more } };
  const [first, ...rest] = identity;
  return { ...others, resource, identity: [{ ...(first as Attached), document, ...more }, ...rest] };
}

const without: Edit = (statements, at) => statements.filter((_, index) => index !== at);
const as =
  (change: (statement: Element) => Element): Edit =>
  (statements, at) =>
    statements.map((statement, index) => (index === at ? change(statement) : statement));

/** A condition that the evaluator does not know. */
const unjudged = as((statement) => ({
  ...statement,
  Condition: { ...(statement.Condition as object), StringResembles: { "aws:PrincipalTag/x": "y" } },
}));

const everything = (Effect: string, { layer }: Place, isTrust: boolean) =>
  as(() => ({
    Effect,
    Action: "*",
    ...((layer === "identity" || !isTrust) && { Resource: "*" }),
    ...(layer === "resource" && { Principal: "*" }),
  }));

const fates = { known: 0, unknown: 0 };

test(`${CASES} random cases with an unknown policy are known only if it makes no difference`, () => {
  each((found, place) => {
    const { request, documents } = found;
    const isTrust = request.action.toLowerCase().startsWith("sts:");
    const answers = [without, everything("Allow", place, isTrust), everything("Deny", place, isTrust)].map(
      (edit) => evaluate(request, edited(documents, place, edit)).allowed,
    );
    const { decision, unknown } = judge(
      request,
      edited(documents, place, without, { unknown: "was lost by half" }),
    );
    check(decision?.allowed, answers);
    if (!decision) expect(textsOf(unknown).join()).toContain("was lost by half");
  });
  expect(fates.known).toBeGreaterThan(CASES / 10);
  expect(fates.unknown).toBeGreaterThan(CASES / 10);
});

test(`${CASES} random cases with a condition that cannot be judged are known only if it makes no difference`, () => {
  each((found, place) => {
    const { request, documents } = found;
    const answers = [without, as((statement) => statement)].map(
      (edit) => evaluate(request, edited(documents, place, edit)).allowed,
    );
    const { decision, unknown } = judge(request, edited(documents, place, unjudged));
    check(decision?.allowed, answers);
    if (!decision) expect(textsOf(unknown).join()).toContain("StringResembles");
  });
});

test("a policy whose rest only allows changes nothing that is allowed", () => {
  each(({ request, documents }, place) => {
    const before = evaluate(request, documents).allowed;
    const same = as((statement) => statement);
    const { decision } = judge(
      request,
      edited(documents, place, same, { unknown: "may have more", restOnlyAllows: true }),
    );
    if (before) expect(decision?.allowed).toBe(true);
    else expect(decision?.allowed ?? false).toBe(false);
  });
});

function each(run: (found: RandomCase, place: Place) => void): void {
  const dice = new Dice(SEED);
  for (let number = 0; number < CASES; number++) {
    const found = randomCase(dice);
    const place = placeIn(found, dice);
    if (place) run(found, place);
  }
}

function check(known: boolean | undefined, answers: readonly boolean[]): void {
  const [first] = answers;
  const agree = answers.every((answer) => answer === first);
  fates[agree ? "known" : "unknown"]++;
  expect(known).toBe(agree ? first : undefined);
}
