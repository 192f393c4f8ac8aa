#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/completion_words.h"

namespace tfsck {
namespace {

// An argument of _arguments: what stands in brackets ends at the first bare ']', and a message at
// the first bare ':'.
std::string OptionSpec(const OptionModel& option) {
  std::string spec = fmt::format("{}[{}]", option.long_name, Escaped(option.summary, "[]\\"));
  if (option.takes_value) {
    spec += fmt::format(":{}:", option.long_name.substr(2));
    if (!option.choices.empty()) spec += fmt::format("({})", Join(option.choices, " "));
  }
  return SingleQuoted(spec);
}

std::string ArgumentSpec(const ArgumentModel& argument, size_t position) {
  const std::string place = argument.repeated ? "*" : std::to_string(position);
  std::string spec = fmt::format("{}:{}:", place, Escaped(argument.name, ":\\"));
  if (argument.candidates == ArgumentCandidates::kFiles) {
    spec += "_files";
  } else if (const auto words = WordsFor(argument); !words.empty()) {
    spec += fmt::format("({})", Join(words, " "));
  }
  return SingleQuoted(spec);
}

std::string CommandCase(const CommandModel& command) {
  std::string text = fmt::format("    {})\n      _arguments", command.name);
  for (const OptionModel& option : command.options) text += " \\\n        " + OptionSpec(option);
  for (size_t i = 0; i < command.arguments.size(); ++i) {
    text += " \\\n        " + ArgumentSpec(command.arguments[i], i + 1);
  }
  return text + " ;;\n";
}

}  // namespace

std::string ZshCompletion(const ProgramModel& program) {
  std::string text =
      "#compdef tfsck\n"
      "# zsh completion of tfsck, printed by `tfsck completion zsh`.\n"
      "\n"
      "_tfsck() {\n"
      "  local context state line curcontext=$curcontext\n"
      "  local -A opt_args\n"
      "  local -a commands=(\n";
  for (const CommandModel& command : program.commands) {
    text +=
        fmt::format("    {}\n", SingleQuoted(command.name + ":" + Escaped(command.summary, ":\\")));
  }
  text += "  )\n  _arguments -C";
  for (const OptionModel& option : program.options) text += " \\\n    " + OptionSpec(option);
  text +=
      " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n"
      "  if [[ $state == command ]]; then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  case $words[1] in\n";
  for (const CommandModel& command : program.commands) text += CommandCase(command);
  return text + "  esac\n}\n\n_tfsck \"$@\"\n";
}

}  // namespace tfsck
