// The command table: help, completion and the man page derive from it.
#ifndef TFSCK_CLI_COMMAND_H_
#define TFSCK_CLI_COMMAND_H_

#include <functional>
#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace tfsck {

// Exit codes, promised in docs/manual.md.
enum ExitCode : int {
  kExitClean = 0,
  kExitFindings = 1,
  kExitUsage = 2,
  kExitUnreadable = 3,
  kExitInternal = 4,
};

struct Command {
  std::string_view name;
  std::string_view summary;  // one line for the list of commands
  // Adds options and arguments; the function that comes back runs the command after parsing and
  // gives the exit code.
  std::function<int()> (*set_up)(CLI::App& app);
};

std::span<const Command> AllCommands();

// Description, version flag and footer of the program itself, without its commands.
void SetUpProgram(CLI::App& app);

// The whole program: parses, runs one command, gives the exit code.
int RunCommandLine(int argc, const char* const* argv);

}  // namespace tfsck

#endif  // TFSCK_CLI_COMMAND_H_
