import type { Command } from "commander";
import { EXIT_CODE, type Outcome } from "./exit-code";

export const SHELLS = ["bash", "zsh"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes commands, their options, the names of topologies, and files. */
export function completionCommand(root: Command, shell: Shell): Outcome {
  const cases = root.commands.map((command) => {
    const words = [
      ...command.options.flatMap(({ long }) => long ?? []),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    ];
    return `    ${command.name()}) words="${words.join(" ")}" ;;`;
  });
  const commands = root.commands.map((command) => command.name()).join(" ");
  const text = `${shell === "zsh" ? ZSH : ""}_s3porter() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands} --help --version" -- "$current"))
    return
  fi
  if [ "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" = "prove --only" ]; then
    COMPREPLY=($(compgen -W "$(_s3porter_names)" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  local stacks="" file
  for file in "\${S3PORTER_STACKS:-stacks}"/*.yaml; do
    [ -e "$file" ] || continue
    file="\${file##*/}"
    stacks="$stacks \${file%.yaml}"
  done
  COMPREPLY=($(compgen -W "$words $stacks --help" -- "$current"; compgen -f -- "$current"))
}
# Names in the topologies, and those that they have in AWS.
_s3porter_names() {
  local expression
  for expression in '${NAME_HERE}' '${NAME_IN_AWS}'; do
    sed -nE "$expression" "\${S3PORTER_STACKS:-stacks}"/*.yaml 2>/dev/null
  done
}
complete -F _s3porter s3porter`;
  return { text, exitCode: EXIT_CODE.yes };
}

/** For `sed`. A key of a section, such as `  source:`. */
const NAME_HERE = "s/^  ([A-Za-z0-9_-]+):.*/\\1/p";
const NAME_IN_AWS = `s/.*[{ ](name|role|user): *"?([A-Za-z0-9._-]+).*/\\2/p`;

/** Zsh runs completions of Bash. */
const ZSH = "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n";
