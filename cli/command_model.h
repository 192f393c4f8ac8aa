// What the command table and its options say, as plain data: the completion scripts, the man page
// and the tests of the manual are made from it, so that none can forget a command or an option.
//
// Owns its text.  Pure but for the set-up functions it calls, which have no effect before parsing.
#ifndef TFSCK_CLI_COMMAND_MODEL_H_
#define TFSCK_CLI_COMMAND_MODEL_H_

#include <string>
#include <vector>

namespace tfsck {

struct OptionModel {
  std::string long_name;   // with dashes: --format
  std::string short_name;  // -h, or ""
  std::string summary;     // one line
  bool takes_value = false;
  std::vector<std::string> choices;  // all legal values, where they can be listed
};

// What a shell offers in the place of an argument, beside its choices.
enum class ArgumentCandidates { kNone, kFiles, kRules };

struct ArgumentModel {
  std::string name;
  std::string summary;
  bool required = false;
  bool repeated = false;
  ArgumentCandidates candidates = ArgumentCandidates::kNone;
  std::vector<std::string> choices;
};

struct CommandModel {
  std::string name;
  std::string summary;
  std::vector<ArgumentModel> arguments;  // in their order
  std::vector<OptionModel> options;      // in the order of the help
};

struct ProgramModel {
  std::string description;
  std::vector<OptionModel> options;  // before any command
  std::vector<CommandModel> commands;
};

ProgramModel DescribeProgram();

// file [address]...: the arguments as a usage line shows them.
std::string UsageOf(const CommandModel& command);

}  // namespace tfsck

#endif  // TFSCK_CLI_COMMAND_MODEL_H_
