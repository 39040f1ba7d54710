/** The source ARN of the trust policy that AWS's page shows, for all of DataSync in an account and Region. */
export function dataSyncArn(partition: string, region: string, accountId: string): string {
  return `arn:${partition}:datasync:${region}:${accountId}:*`;
}

/** https://docs.aws.amazon.com/datasync/latest/userguide/API_TaskSchedule.html */
export function scheduleProblem(value: string): string | undefined {
  if (/^rate\([1-9]\d* (minute|hour|day)s?\)$/.test(value)) return undefined;
  const [, fields = ""] = /^cron\(([A-Za-z0-9*?/,#L -]+)\)$/.exec(value) ?? [];
  if (fields.trim().split(/ +/).length === 6) return undefined;
  return 'must be cron(…) with six fields, such as "cron(0 3 * * ? *)", or rate(…), such as "rate(1 day)"';
}
