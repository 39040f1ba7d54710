import { askForAnswers, askForTemplate, givenAnswers } from "./answers";
import { readTemplate, templateNames } from "./template";

const template = readTemplate("copy-with-role");

/** Types the answers one after the other. */
function typing(...answers: string[]) {
  const questions: string[] = [];
  const ask = (question: string) => {
    questions.push(question);
    return Promise.resolve(answers.shift() ?? "");
  };
  return { ask, questions };
}

test("one region is that of every account", () => {
  const { regions } = givenAnswers(template, { region: ["eu-west-1", "source=eu-north-1"] });
  expect([...regions]).toEqual([
    ["source", "eu-north-1"],
    ["destination", "eu-west-1"],
  ]);
});

test.each([
  [{ account: ["sorce=111111111111"] }, 'did you mean "source"?'],
  [{ account: ["111111111111"] }, "must be a name and a value, such as source=111111111111"],
  [{ account: ["source=1"] }, '--account source=1: "1"'],
  [{ region: ["mars"] }, '"mars"'],
  [{ bucket: ["source=Acme"] }, '"Acme"'],
])("what is wrong: %j", (flags, message) => {
  expect(() => givenAnswers(template, flags)).toThrow(message);
});

test("a template is chosen by its number, its name, or with Enter", async () => {
  const number = templateNames().indexOf("copy-with-role") + 1;
  const { name } = await askForTemplate(typing(String(number)).ask, "replication");
  expect(name).toBe("copy-with-role");
  expect((await askForTemplate(typing("99", "replication").ask, "copy-with-role")).name).toBe("replication");
  expect((await askForTemplate(typing("").ask, "eks-pods")).name).toBe("eks-pods");
});

test("only what the options do not say is asked for, until the answer is valid", async () => {
  const given = givenAnswers(template, { account: ["source=444455556666"], region: ["eu-west-1"] });
  const { ask, questions } = typing("12", "777788889999", "", "globex-copies");
  const { accounts, buckets } = await askForAnswers(ask, template, given);
  expect(questions).toHaveLength(4);
  expect(questions[1]).toContain('"12"');
  expect(accounts.get("destination")).toBe("777788889999");
  expect([...buckets.values()]).toEqual(["acme-source", "globex-copies"]);
});
