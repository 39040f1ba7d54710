/**
 * Writes `src/aws/regions.json`: the regions that AWS's SDK for JavaScript knows, without those of isolated partitions. It has
 * no list of them, but says what it knows about a name.
 *
 * Usage: `npm run regions`, after updates of the SDK.
 */
import { partition } from "@aws-sdk/core/client";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { regionProblem } from "../src/aws/region";

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const DIRECTIONS = "north south east west central northeast northwest southeast southwest".split(" ");

export function regionsOfSdk(): string[] {
  const pairs = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
  return [...pairs, "us-gov", ...pairs.map((pair) => `eusc-${pair}`)]
    .flatMap((area) => DIRECTIONS.map((direction) => `${area}-${direction}`))
    .flatMap((place) => Array.from({ length: 9 }, (_, index) => `${place}-${index + 1}`))
    .filter((name) => regionProblem(name) === undefined && "description" in partition(name))
    .sort();
}

function main(): void {
  const json = JSON.stringify({ source: "AWS SDK for JavaScript", regions: regionsOfSdk() }, undefined, 2);
  writeFileSync(join(__dirname, "..", "src/aws/regions.json"), `${json}\n`);
}

if (require.main === module) main();
