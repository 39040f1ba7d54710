import { topicArnProblem } from "./topic";

test.each(["arn:aws:sns:us-east-1:111122223333:on-call", "arn:aws-cn:sns:cn-north-1:111122223333:On_Call"])(
  "%s is a topic",
  (arn) => {
    expect(topicArnProblem(arn)).toBeUndefined();
  },
);

test.each([
  ["arn:aws:sns:us-east-1:111122223333:on-call.fifo", "FIFO"],
  ["arn:aws:sns:us-east-1:111122223333:on-call:6b0e71bd-7e97-4d97-80ce-4a0994e55286", "subscription"],
  ["arn:aws:sqs:us-east-1:111122223333:on-call", "must be"],
  ["arn:aws:sns:us-east-1:1111:on-call", "must be"],
  ["on-call", "must be"],
  ["https://sns.us-east-1.amazonaws.com", "must be"],
])("%s is none", (text, problem) => {
  expect(topicArnProblem(text)).toContain(problem);
});
