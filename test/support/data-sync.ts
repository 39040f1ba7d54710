/**
 * AWS DataSync, as far as Terraform asks it about locations in S3 and tasks. That of moto has no tags, which Terraform reads of
 * everything, no task modes, no schedules, one account for all, and writes two slashes into the URI of a location.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TaskContents } from "./account-contents";

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

type Request = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- as it is sent

export class DataSync {
  /** @param sts where callers are known */
  static async start(sts: string): Promise<DataSync> {
    const dataSync = new DataSync(sts);
    dataSync.server.listen(0, "127.0.0.1");
    await once(dataSync.server, "listening");
    return dataSync;
  }

  private readonly locations = new Map<string, Location>();
  private readonly all = new Map<string, Task>();
  private readonly server: Server;

  private constructor(private readonly sts: string) {
    this.server = createServer((request, response) => {
      this.answer(request).then(
        (answer) => response.end(JSON.stringify(answer)),
        ({ message }: Error) =>
          response.writeHead(400).end(JSON.stringify({ __type: "InvalidRequestException", message })),
      );
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

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

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Request;
    const [, operation = ""] = String(request.headers["x-amz-target"]).split(".");
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
        throw new Error(`there is no ${operation} here`);
    }
  }

  private createLocation({ S3BucketArn, Subdirectory, S3Config }: Request, caller: Caller): object {
    const [, , , , account] = String(S3Config.BucketAccessRoleArn).split(":");
    if (account !== caller.account) throw new Error(`${S3Config.BucketAccessRoleArn} is in another account`);
    const LocationUri = `s3://${String(S3BucketArn).split(":").at(-1)}${Subdirectory}`;
    const LocationArn = `${caller.arn}location/loc-${idOf([caller.arn, LocationUri, this.locations.size])}`;
    this.locations.set(LocationArn, {
      LocationArn,
      LocationUri,
      S3Config: S3Config as Location["S3Config"],
    });
    return { LocationArn };
  }

  private createTask(asked: Request, caller: Caller): object {
    this.location(asked.SourceLocationArn);
    this.location(asked.DestinationLocationArn);
    const TaskArn = `${caller.arn}task/task-${idOf([caller.arn, asked, this.all.size])}`;
    this.all.set(TaskArn, { ...(asked as Task), TaskArn });
    return { TaskArn };
  }

  private location(arn: string): Location {
    const location = this.locations.get(arn);
    if (!location) throw new Error(`Location ${arn} is not found.`);
    return location;
  }

  private task(arn: string): Task {
    const task = this.all.get(arn);
    if (!task) throw new Error(`Task ${arn} is not found.`);
    return task;
  }

  /** Whose the credentials are. */
  private async callerOf({ headers }: IncomingMessage): Promise<Caller> {
    const authorization = String(headers.authorization);
    const [, , region] = /Credential=([^/]+)\/\d+\/([^/]+)/.exec(authorization) ?? [];
    const answer = await fetch(this.sts, {
      method: "POST",
      headers: {
        authorization: authorization.replace("/datasync/", "/sts/"),
        "x-amz-security-token": String(headers["x-amz-security-token"]),
        "content-type": "application/x-www-form-urlencoded",
      },
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
