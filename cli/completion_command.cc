// tfsck completion: the scripts that shells load, and the man page.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/command_model.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/man_page.h"
#include "cli/output.h"

namespace tfsck {
namespace {

std::string Script(const std::string& shell) {
  const ProgramModel program = DescribeProgram();
  if (shell == "bash") return BashCompletion(program);
  if (shell == "zsh") return ZshCompletion(program);
  if (shell == "fish") return FishCompletion(program);
  return ManPage(program);
}

}  // namespace

std::function<int()> SetUpCompletion(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  app.add_option("shell", *shell, "bash, zsh, fish, or man for the man page")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
  return [shell] {
    WriteOutput(Script(*shell));
    return static_cast<int>(kExitClean);
  };
}

}  // namespace tfsck
