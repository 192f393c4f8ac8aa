#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/completion_words.h"

namespace tfsck {
namespace {

// fish knows two escapes between single quotes, \' and \\.
std::string FishQuoted(std::string_view text) { return "'" + Escaped(text, "'\\") + "'"; }

std::string OptionLine(const std::string& condition, const OptionModel& option) {
  std::string line = fmt::format("complete -c tfsck -n '{}'", condition);
  if (!option.short_name.empty()) line += " -s " + option.short_name.substr(1);
  line += fmt::format(" -l {} -d {}", option.long_name.substr(2), FishQuoted(option.summary));
  if (option.takes_value) line += " -x";
  if (!option.choices.empty()) line += fmt::format(" -a '{}'", Join(option.choices, " "));
  return line + "\n";
}

std::string CommandLines(const CommandModel& command) {
  const std::string seen = "__fish_seen_subcommand_from " + command.name;
  std::string lines = fmt::format("\ncomplete -c tfsck -n __fish_use_subcommand -a {} -d {}\n",
                                  command.name, FishQuoted(command.summary));
  for (const OptionModel& option : command.options) lines += OptionLine(seen, option);
  if (TakesFiles(command)) lines += fmt::format("complete -c tfsck -n '{}' -F\n", seen);
  for (const ArgumentModel& argument : command.arguments) {
    const std::vector<std::string> words = WordsFor(argument);
    if (words.empty()) continue;
    lines += fmt::format("complete -c tfsck -n '{}' -a '{}'\n", seen, Join(words, " "));
  }
  return lines;
}

}  // namespace

std::string FishCompletion(const ProgramModel& program) {
  std::string text =
      "# fish completion of tfsck, printed by `tfsck completion fish`.\n"
      "\n"
      "complete -c tfsck -f\n";
  for (const OptionModel& option : program.options) {
    text += OptionLine("__fish_use_subcommand", option);
  }
  for (const CommandModel& command : program.commands) text += CommandLines(command);
  return text;
}

}  // namespace tfsck
