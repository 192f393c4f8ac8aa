#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/completion_words.h"

namespace tfsck {
namespace {

// bash splits --format=js into three words, because COMP_WORDBREAKS holds the '='.
constexpr std::string_view kHead =
    R"(# bash completion of tfsck, printed by `tfsck completion bash`.

_tfsck() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  local words= files=
)";

constexpr std::string_view kTail = R"(  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ $files ]]; then
    local -a paths
    mapfile -t paths < <(compgen -f -- "$current")
    COMPREPLY+=("${paths[@]}")
    compopt -o filenames 2>/dev/null
  fi
}

complete -F _tfsck tfsck
)";

std::vector<std::string> OptionWords(const std::vector<OptionModel>& options) {
  std::vector<std::string> words;
  for (const OptionModel& option : options) {
    words.push_back(option.long_name);
    if (!option.short_name.empty()) words.push_back(option.short_name);
  }
  return words;
}

// What follows an option that takes a value; nothing where the values cannot be listed.
std::string ValueCases(const CommandModel& command) {
  std::string cases;
  for (const OptionModel& option : command.options) {
    if (!option.takes_value) continue;
    cases +=
        fmt::format("        {}) words='{}' ;;\n", option.long_name, Join(option.choices, " "));
  }
  return cases;
}

std::string CommandCase(const CommandModel& command) {
  std::vector<std::string> words;
  for (const ArgumentModel& argument : command.arguments) {
    for (std::string& word : WordsFor(argument)) words.push_back(std::move(word));
  }
  std::string text = fmt::format("    {})\n      case $previous in\n", command.name);
  text += ValueCases(command);
  text += fmt::format(
      "        *)\n"
      "          if [[ $current == -* ]]; then\n"
      "            words='{}'\n"
      "          else\n"
      "            words='{}' files={}\n"
      "          fi ;;\n"
      "      esac ;;\n",
      Join(OptionWords(command.options), " "), Join(words, " "), TakesFiles(command) ? "yes" : "");
  return text;
}

}  // namespace

std::string BashCompletion(const ProgramModel& program) {
  std::vector<std::string> first = OptionWords(program.options);
  for (const CommandModel& command : program.commands) first.push_back(command.name);
  std::string text(kHead);
  text += fmt::format("  if ((COMP_CWORD == 1)); then\n    words='{}'\n  else\n", Join(first, " "));
  text += "    case ${COMP_WORDS[1]} in\n";
  for (const CommandModel& command : program.commands) text += CommandCase(command);
  text += "    esac\n  fi\n";
  return text + std::string(kTail);
}

}  // namespace tfsck
