#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/version.h"
#include "engine/base/nearest_name.h"
#include "engine/base/printable.h"

namespace tfsck {
namespace {

constexpr Command kCommands[] = {
    {"check", "Say what is broken in states: files, folders or standard input", &SetUpCheck},
    {"list", "List the instances of a state, as `terraform state list` does", &SetUpList},
    {"show", "Show one state on one screen: what it holds and what makes it big", &SetUpShow},
    {"graph", "Draw who depends on whom, or the blast radius of one address", &SetUpGraph},
    {"diff", "Say what two states hold differently: addresses and paths, never values", &SetUpDiff},
    {"push-verdict", "Say what `terraform state push` would answer, store and lose",
     &SetUpPushVerdict},
    {"history", "Read every version of a state: what changed, and what broke", &SetUpHistory},
    {"lock",
     "Say who holds the lock of a state, whether they live, and whether its digest is right",
     &SetUpLock},
    {"simulate", "Say what state locking costs as teams and workspaces grow, by simulation",
     &SetUpSimulate},
    {"analytic", "Answer the same by formulas, at once, where there are any", &SetUpAnalytic},
    {"validate", "Compare the simulator and its formulas with exact values of queueing theory",
     &SetUpValidate},
    {"rules", "List the catalogue of rules", &SetUpRules},
    {"explain", "Explain one rule: what, why, an example, the repair", &SetUpExplain},
    {"completion", "Print the completion script of a shell, or the man page", &SetUpCompletion},
};

constexpr std::string_view kFooter =
    "A command's own options: tfsck COMMAND --help\n"
    "\n"
    "Exit status: 0 clean, 1 findings, 2 bad usage, 3 an input could not be read, 4 internal "
    "error.";

std::vector<std::string_view> CommandNames() {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  return names;
}

int Complain(const std::string& message) {
  WriteError(fmt::format("tfsck: {}\n", message));
  return kExitUsage;
}

// A first word that is no command: say so, with the nearest one.
std::optional<std::string> WrongCommand(int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  const std::vector<std::string_view> names = CommandNames();
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return std::nullopt;
  const auto nearest = NearestName(argv[1], names);
  return fmt::format("there is no command '{}'{}; `tfsck --help` lists them", Printable(argv[1]),
                     nearest ? fmt::format(": did you mean '{}'?", *nearest) : std::string());
}

// The arguments behind the program's name, last first as CLI11 takes them.  Users of `terraform
// state list` type -id=ID, with one dash.
std::vector<std::string> Arguments(int argc, const char* const* argv) {
  const bool list = argc > 1 && std::string_view(argv[1]) == "list";
  std::vector<std::string> arguments;
  for (int i = argc - 1; i > 0; --i) {
    const std::string_view text = argv[i];
    const bool id = list && (text == "-id" || text.starts_with("-id="));
    arguments.push_back((id ? "-" : "") + std::string(text));
  }
  return arguments;
}

// What was not understood, in our words where CLI11's would only list it.
std::string Misunderstood(const CLI::App& app, const CLI::ParseError& error) {
  const std::string words = error.what();
  const size_t dash = words.find(": -");
  const bool extra = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (!extra || dash == std::string::npos) return words;
  const std::string wrong = words.substr(dash + 2, words.find_first_of(" =", dash + 2) - dash - 2);
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto nearest = NearestName(wrong, views);
  return fmt::format("there is no option '{}'{}", wrong,
                     nearest ? fmt::format(": did you mean {}?", *nearest) : std::string());
}

}  // namespace

std::span<const Command> AllCommands() { return kCommands; }

void SetUpProgram(CLI::App& app) {
  app.name("tfsck");
  app.description(
      "fsck for Terraform and OpenTofu state: reads state files, says what is broken in them,\n"
      "where, why it matters and what to do. It never writes a state and never prints a secret.\n"
      "And a simulator of what state locking costs as teams and workspaces grow.");
  app.set_version_flag("--version", std::string("tfsck ") + kVersion);
  app.footer(std::string(kFooter));
}

int RunCommandLine(int argc, const char* const* argv) {
  if (const auto wrong = WrongCommand(argc, argv)) return Complain(*wrong);
  CLI::App app;
  SetUpProgram(app);
  app.require_subcommand(1);
  int code = kExitClean;
  for (const Command& command : kCommands) {
    CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    auto run = command.set_up(*sub);
    sub->final_callback([&code, run = std::move(run)] { code = run(); });
  }
  if (argc < 2) {
    WriteOutput(app.help());
    return kExitUsage;
  }
  try {
    app.parse(Arguments(argc, argv));
  } catch (const CLI::Success& success) {
    app.exit(success);
    return kExitClean;
  } catch (const CLI::ParseError& error) {
    const auto used = app.get_subcommands();
    const CLI::App& at = used.empty() ? app : *used.front();
    return Complain(Printable(Misunderstood(at, error)));
  }
  return FlushOutput() ? code : kExitUnreadable;
}

}  // namespace tfsck
