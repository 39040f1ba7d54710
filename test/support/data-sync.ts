/**
 * AWS DataSync, as far as Terraform asks it about locations in S3 and tasks. That of moto has no tags, which Terraform reads of
 * everything, no task modes, no schedules, one account for all, and writes two slashes into the URI of a location.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { TaskContents } from "./account-contents";
import { type Asked, JsonService } from "./json-service";

interface Location {
  readonly LocationArn: string;
  readonly LocationUri: string;
  readonly S3Config: { readonly BucketAccessRoleArn: string };
}

interface Task {
  readonly TaskArn: string;
  readonly Name: string;
  readonly SourceLocationArn: string;
  readonly DestinationLocationArn: string;
  readonly TaskMode: string;
  readonly Schedule?: { readonly ScheduleExpression: string };
  readonly Options: object;
}

/** Errors of the service have one name. */
class InvalidRequest extends Error {
  override readonly name = "InvalidRequestException";
}

export class DataSync extends JsonService {
  private readonly locations = new Map<string, Location>();
  private readonly all = new Map<string, Task>();

  /** What an account has, by name and ends. */
  tasks(accountId: string): Record<string, TaskContents> {
    const own = [...this.all.values()].filter(({ TaskArn }) => TaskArn.split(":")[4] === accountId);
    return Object.fromEntries(
      own.map((task) => {
        const [from, to] = [task.SourceLocationArn, task.DestinationLocationArn].map((arn) =>
          this.location(arn),
        );
        const contents = {
          arn: task.TaskArn,
          roles: [from, to].map((location) => location?.S3Config.BucketAccessRoleArn),
          mode: task.TaskMode,
          schedule: task.Schedule?.ScheduleExpression,
        };
        return [`${task.Name}: ${from?.LocationUri} to ${to?.LocationUri}`, contents];
      }),
    );
  }

  reset(): void {
    this.locations.clear();
    this.all.clear();
  }

  protected async answer(operation: string, asked: Asked, request: IncomingMessage): Promise<object> {
    switch (operation) {
      case "CreateLocationS3":
        return this.createLocation(asked, await this.callerOf(request));
      case "DescribeLocationS3":
        return this.location(asked.LocationArn);
      case "CreateTask":
        return this.createTask(asked, await this.callerOf(request));
      case "DescribeTask":
        return { ...this.task(asked.TaskArn), Status: "AVAILABLE" };
      case "ListTagsForResource":
        return { Tags: [] };
      case "DeleteTask":
        this.task(asked.TaskArn);
        this.all.delete(asked.TaskArn);
        return {};
      case "DeleteLocation":
        this.location(asked.LocationArn);
        this.locations.delete(asked.LocationArn);
        return {};
      default:
        throw new InvalidRequest(`there is no ${operation} here`);
    }
  }

  private createLocation({ S3BucketArn, Subdirectory, S3Config }: Asked, caller: Caller): object {
    const [, , , , account] = String(S3Config.BucketAccessRoleArn).split(":");
    if (account !== caller.account)
      throw new InvalidRequest(`${S3Config.BucketAccessRoleArn} is in another account`);
    const LocationUri = `s3://${String(S3BucketArn).split(":").at(-1)}${Subdirectory}`;
    const LocationArn = `${caller.arn}location/loc-${idOf([caller.arn, LocationUri, this.locations.size])}`;
    this.locations.set(LocationArn, {
      LocationArn,
      LocationUri,
      S3Config: S3Config as Location["S3Config"],
    });
    return { LocationArn };
  }

  private createTask(asked: Asked, caller: Caller): object {
    this.location(asked.SourceLocationArn);
    this.location(asked.DestinationLocationArn);
    const TaskArn = `${caller.arn}task/task-${idOf([caller.arn, asked, this.all.size])}`;
    this.all.set(TaskArn, { ...(asked as Task), TaskArn });
    return { TaskArn };
  }

  private location(arn: string): Location {
    const location = this.locations.get(arn);
    if (!location) throw new InvalidRequest(`Location ${arn} is not found.`);
    return location;
  }

  private task(arn: string): Task {
    const task = this.all.get(arn);
    if (!task) throw new InvalidRequest(`Task ${arn} is not found.`);
    return task;
  }

  /** Whose the credentials are. */
  private async callerOf(request: IncomingMessage): Promise<Caller> {
    const [, , region] = /Credential=([^/]+)\/\d+\/([^/]+)/.exec(String(request.headers.authorization)) ?? [];
    const answer = await this.ask(request, "sts", "/", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    const [, account = ""] = /<Account>(\d+)</.exec(await answer.text()) ?? [];
    return { account, arn: `arn:aws:datasync:${region}:${account}:` };
  }
}

interface Caller {
  readonly account: string;
  /** What the ARNs of what it creates begin with. */
  readonly arn: string;
}

function idOf(made: unknown): string {
  return createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 17);
}
