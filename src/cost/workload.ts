/** What is to be copied or re-encrypted, and how often. */
import { UsageError } from "../messages/user-error";

export interface Workload {
  /** The objects in the bucket. */
  readonly objects: number;
  /** The size of all of them, in 10^9 bytes. */
  readonly gigabytes: number;
  /** New objects a day, as large as the others on average. @default - what is in the bucket is copied once */
  readonly perDay?: number;
  /** Whether the copies are in another region. */
  readonly isCrossRegion: boolean;
}

/** What an engine does in one run: all objects once, or the new ones of a day. */
export interface Run {
  /** The objects in the bucket, new or not: some engines look at each of them. */
  readonly existing: number;
  /** The objects to copy. */
  readonly objects: number;
  readonly gigabytes: number;
  /** The size of one object. */
  readonly bytes: number;
  readonly isDaily: boolean;
}

/** The days of a month. */
export const DAYS = 30;

const BYTES_IN_GIGABYTE = 10 ** 9;

/** 10,000 parts of 5 GiB. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const LARGEST_OBJECT = 10_000 * 5 * 2 ** 30;

/** @throws UsageError if no bucket can be like this */
export function checkWorkload(workload: Workload): Workload {
  const { objects, gigabytes, perDay } = workload;
  if (!isCount(objects))
    throw new UsageError(
      `--objects ${objects} must be a whole number from 1 on: the objects in the bucket, such as 50000000; S3 Storage Lens and S3 Inventory count them`,
    );
  if (!Number.isFinite(gigabytes) || gigabytes <= 0)
    throw new UsageError(
      `--gigabytes ${gigabytes} must be a number above 0: the size of all objects, such as 10000 for 10 TB`,
    );
  if (perDay !== undefined && !isCount(perDay))
    throw new UsageError(
      `--per-day ${perDay} must be a whole number from 1 on: the new objects a day, such as 200000; leave it out to copy what is there once`,
    );
  const bytes = bytesOf(workload);
  if (bytes < 1)
    throw new UsageError(
      `--objects ${objects} and --gigabytes ${gigabytes} make less than 1 byte an object; --gigabytes is the size of all objects together`,
    );
  if (bytes > LARGEST_OBJECT)
    throw new UsageError(
      `--objects ${objects} and --gigabytes ${gigabytes} make ${(bytes / BYTES_IN_GIGABYTE).toLocaleString("en-US")} GB an object on average, and S3 stores at most 48.8 TiB (${Math.floor(LARGEST_OBJECT / BYTES_IN_GIGABYTE).toLocaleString("en-US")} GB) in one; --gigabytes is in gigabytes, not in megabytes`,
    );
  return workload;
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 1;
}

/** The size of one object, in bytes. */
export function bytesOf({ objects, gigabytes }: Workload): number {
  return (gigabytes * BYTES_IN_GIGABYTE) / objects;
}

export function runOf(workload: Workload): Run {
  const { objects: existing, perDay } = workload;
  const objects = perDay ?? existing;
  const bytes = bytesOf(workload);
  return {
    existing,
    objects,
    bytes,
    gigabytes: (objects * bytes) / BYTES_IN_GIGABYTE,
    isDaily: perDay !== undefined,
  };
}
