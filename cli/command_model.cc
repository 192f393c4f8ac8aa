#include "cli/command_model.h"

#include <CLI/CLI.hpp>
#include <string_view>

#include "cli/command.h"

namespace tfsck {
namespace {

// CLI::IsMember shows its set at the end of the type's name: TEXT:{text,json}.
std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  std::vector<std::string> choices;
  const std::string type = option.get_type_name();
  const size_t open = type.find('{');
  const size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return choices;
  for (size_t begin = open + 1; begin < close;) {
    const size_t end = std::min(type.find(',', begin), close);
    choices.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

OptionModel DescribeOption(const CLI::Option& option) {
  OptionModel model;
  model.long_name = "--" + option.get_lnames().front();
  if (!option.get_snames().empty()) model.short_name = "-" + option.get_snames().front();
  model.summary = option.get_description();
  model.takes_value = option.get_items_expected_max() != 0;
  model.choices = ChoicesOf(option);
  return model;
}

// The names of arguments are the project's, and each stands for one kind of thing.
ArgumentCandidates CandidatesOf(std::string_view name) {
  if (name == "file" || name == "input") return ArgumentCandidates::kFiles;
  if (name == "rule") return ArgumentCandidates::kRules;
  return ArgumentCandidates::kNone;
}

ArgumentModel DescribeArgument(const CLI::Option& option) {
  ArgumentModel model;
  model.name = option.get_name(true);
  model.summary = option.get_description();
  model.required = option.get_required();
  model.repeated = option.get_items_expected_max() > 1;
  model.candidates = CandidatesOf(model.name);
  model.choices = ChoicesOf(option);
  return model;
}

CommandModel DescribeCommand(const Command& command) {
  CLI::App app;
  command.set_up(app);
  CommandModel model{std::string(command.name), std::string(command.summary), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      model.arguments.push_back(DescribeArgument(*option));
    } else {
      model.options.push_back(DescribeOption(*option));
    }
  }
  return model;
}

}  // namespace

ProgramModel DescribeProgram() {
  CLI::App app;
  SetUpProgram(app);
  ProgramModel program;
  program.description = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    program.options.push_back(DescribeOption(*option));
  }
  for (const Command& command : AllCommands()) program.commands.push_back(DescribeCommand(command));
  return program;
}

std::string UsageOf(const CommandModel& command) {
  std::string usage;
  for (const ArgumentModel& argument : command.arguments) {
    if (!usage.empty()) usage += ' ';
    usage += argument.required ? argument.name : "[" + argument.name + "]";
    if (argument.repeated) usage += "...";
  }
  return usage;
}

}  // namespace tfsck
