import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { DataSyncTask } from "./data-sync-task";
import { modelOf } from "./model-of";

const TRUST = ["datasync.amazonaws.com"];

test("a task copies between two locations in the account of its role", () => {
  const stack = new TwoAccounts();
  const [from, to] = [stack.bucket("from"), stack.bucket("to", { account: stack.b })];
  const mover = stack.role("mover", { assumedBy: TRUST });
  from.grantRead(mover);
  const task = new DataSyncTask(stack, "nightly", { from, to, role: mover, toPrefix: "in/" });
  const { aws_datasync_location_s3: locations, aws_datasync_task: tasks } = terraformOf(stack).resource;
  expect(locations).toMatchObject({
    nightly_source: {
      provider: "aws.b",
      s3_bucket_arn: "arn:aws:s3:::acme-from",
      subdirectory: "/",
      s3_config: { bucket_access_role_arn: "${aws_iam_role.mover.arn}" },
    },
    nightly_destination: { provider: "aws.b", s3_bucket_arn: "arn:aws:s3:::acme-to", subdirectory: "/in/" },
  });
  expect(tasks).toMatchObject({
    nightly: {
      provider: "aws.b",
      name: "nightly",
      task_mode: "ENHANCED",
      source_location_arn: "${aws_datasync_location_s3.nightly_source.arn}",
      destination_location_arn: "${aws_datasync_location_s3.nightly_destination.arn}",
    },
  });
  expect(tasks?.nightly).not.toHaveProperty("schedule");
  expect(task.taskArn).toBe("${aws_datasync_task.nightly.arn}");
});

test("locations come after the policies of the bucket, the role, and whoever else can list it", () => {
  const stack = new TwoAccounts();
  const [from, to] = [stack.bucket("from"), stack.bucket("to", { account: stack.b })];
  const [mover, deployer] = [stack.role("mover", { assumedBy: TRUST }), stack.role("deployer")];
  new DataSyncTask(stack, "nightly", { from, to, role: mover });
  // Also grants after the task.
  from.grantRead(mover);
  from.grant(deployer, ["list"]);
  from.grant(stack.role("elsewhere", { account: stack.a }), ["list"]);
  const { aws_datasync_location_s3: locations } = terraformOf(stack).resource;
  expect(locations?.nightly_source?.depends_on).toEqual([
    "aws_iam_role_policy.deployer",
    "aws_iam_role_policy.mover",
    "aws_s3_bucket_policy.from",
  ]);
});

test("the model of a stack has its tasks", () => {
  const stack = new TwoAccounts();
  const [from, to] = [stack.bucket("from"), stack.bucket("to")];
  const role = stack.role("mover", { assumedBy: TRUST });
  const schedule = "rate(1 day)";
  new DataSyncTask(stack, "nightly", { from, to, role, schedule, mode: "basic" });
  const [task] = modelOf(stack).dataSyncTasks;
  expect(task).toMatchObject({ name: "nightly", schedule, mode: "basic", fromPrefix: "", toPrefix: "" });
  expect(terraformOf(stack).resource.aws_datasync_task?.nightly).toMatchObject({
    task_mode: "BASIC",
    schedule: { schedule_expression: schedule },
  });
});
