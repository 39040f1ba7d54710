/** Examples for `--help`, by command. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  init: [
    "s3porter init",
    "s3porter init --template replication --region eu-west-1 --bucket source=acme-orders --yes",
    "s3porter init --cdktn --yes",
  ],
  validate: ["s3porter validate", "s3porter validate copy --sarif results.sarif"],
  prove: [
    "s3porter prove",
    "s3porter prove copy --full",
    "s3porter prove pairs --only 'acme-orders-*'",
    "s3porter prove --failed --sarif results.sarif --baseline flaws.json",
    "s3porter prove --module modules/copy",
  ],
  check: [
    "s3porter check infra/",
    "terraform state pull > state.json && s3porter check state.json",
    "s3porter check infra/ --sarif results.sarif --baseline flaws.json",
  ],
  "who-can": [
    "s3porter who-can s3:GetObject s3://acme-orders/in/a.txt infra/",
    "s3porter who-can put destination copy",
  ],
  explain: [
    "s3porter explain copy --as porter --do s3:DeleteObject --on destination",
    's3porter explain state.json --error "$(cat message.txt)"',
  ],
  synth: ["s3porter synth"],
  export: ["s3porter export copy --out modules/copy"],
  diff: [
    "s3porter diff main",
    "s3porter diff main:stacks/copy.yaml copy",
    "s3porter diff state.json plan.json --markdown",
  ],
  diagram: ["s3porter diagram copy > copy.svg", "s3porter diagram infra/ --format mermaid"],
  cost: ["s3porter cost --objects 50000000 --gigabytes 10000 --per-day 200000"],
  completion: [
    "source <(s3porter completion bash)   # in ~/.bashrc",
    "source <(s3porter completion zsh)    # in ~/.zshrc",
  ],
};
