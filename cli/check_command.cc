// tfsck check: every input through every rule, in parallel, printed in input order.
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/check.h"
#include "analyzers/ignore.h"
#include "cli/check_config.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/rule_named.h"
#include "cli/tool_option.h"
#include "engine/base/parallel.h"
#include "engine/base/printable.h"
#include "engine/document.h"
#include "engine/storage/local_folder.h"
#include "report/report.h"

namespace tfsck {
namespace {

// Files whose results are held at one time, per thread: enough to keep every thread busy.
constexpr size_t kBatchPerThread = 64;

struct CheckArguments {
  std::vector<std::string> inputs;
  std::string format = "text";
  std::string fail_on = "error";
  std::string tool = "auto";
  unsigned threads = 0;
  std::string config;                // "": .tfsck.yaml, if there is one
  std::vector<std::string> ignored;  // rules, by id or name
  IgnoreList ignore;                 // of the configuration, then of the command line
  bool no_config = false;
  bool all = false;
  bool quiet = false;
};

struct Input {
  std::string path;
  bool live_lock = false;
  bool named = false;  // by the person, not found in a folder
};

struct Inputs {
  std::vector<Input> files;
  std::vector<std::pair<std::string, Error>> failures;
  CheckSummary found;  // companions and other files
};

DocumentKind KindOfRole(FileRole role) {
  switch (role) {
    case FileRole::kBackendPointer:
      return DocumentKind::kBackendPointer;
    case FileRole::kLockInfo:
      return DocumentKind::kLockInfo;
    default:
      return DocumentKind::kPlanFile;
  }
}

bool IsFolder(const std::string& path) {
  struct stat status {};
  return path != "-" && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void AddFolder(const std::string& path, Inputs* inputs) {
  auto listing = ListStates(path);
  if (!listing) {
    inputs->failures.emplace_back(path, std::move(listing.error()));
    return;
  }
  if (listing->states.empty()) {
    inputs->failures.emplace_back(
        path, Error{ErrorKind::kUnreadable,
                    fmt::format("the folder {} holds no state: no *.tfstate, no backup", path)});
  }
  for (ListedState& state : listing->states) {
    inputs->files.push_back({std::move(state.path), state.live_lock, false});
  }
  for (const ListedCompanion& companion : listing->companions) {
    ++inputs->found.companions[KindOfRole(companion.role)];
  }
  inputs->found.other_files += listing->other_files + listing->special_files;
  for (Error& error : listing->unreadable) inputs->failures.emplace_back(path, std::move(error));
}

Inputs CollectInputs(const std::vector<std::string>& paths) {
  Inputs inputs;
  for (const std::string& path : paths) {
    if (IsFolder(path)) {
      AddFolder(path, &inputs);
    } else {
      inputs.files.push_back({path, false, true});
    }
  }
  return inputs;
}

// What is no state but belongs beside states is named, not judged, when a folder brought it.
bool IsCompanion(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kLockInfo:
    case DocumentKind::kPlanFile:
    case DocumentKind::kShowPlan:
    case DocumentKind::kShowState:
    case DocumentKind::kApplyStream:
      return true;
    default:
      return false;
  }
}

struct Outcome {
  std::optional<DocumentReport> report;
  std::optional<Error> error;
  bool companion = false;
};

Outcome CheckOne(const Input& input, ToolFamily tool, const IgnoreList& ignore, unsigned threads) {
  Outcome outcome;
  auto document = LoadDocument(input.path);
  if (!document) {
    outcome.error = std::move(document.error());
    return outcome;
  }
  outcome.companion = !input.named && IsCompanion(document->kind);
  CheckOptions options;
  options.tool = tool;
  options.live_lock = input.live_lock || document->locked;
  options.threads = threads;
  outcome.report = IgnoreFindings(Check(*document, options), ignore);
  if (auto unchanged = document->StillUnchanged(); !unchanged) {
    outcome.error = std::move(unchanged.error());
    outcome.report.reset();
  }
  return outcome;
}

class CheckRun {
 public:
  CheckRun(const CheckArguments& arguments, std::unique_ptr<CheckRenderer> renderer)
      : arguments_(arguments),
        tool_(*ParseTool(arguments.tool)),
        threads_(arguments.threads == 0 ? ProcessorCount() : arguments.threads),
        renderer_(std::move(renderer)) {}

  int Run() {
    Inputs inputs = CollectInputs(arguments_.inputs);
    summary_ = inputs.found;
    WriteOutput(renderer_->Begin());
    for (const auto& [path, error] : inputs.failures) Fail(path, error);
    Progress progress("checked", inputs.files.size(), !arguments_.quiet);
    const size_t batch = kBatchPerThread * threads_;
    for (size_t begin = 0; begin < inputs.files.size(); begin += batch) {
      const size_t end = std::min(begin + batch, inputs.files.size());
      RunBatch(inputs.files, begin, end);
      progress.Update(end);
    }
    progress.Done();
    WriteOutput(renderer_->End(summary_));
    NoteUnusedEntries();
    return ExitStatus();
  }

 private:
  void RunBatch(const std::vector<Input>& files, size_t begin, size_t end) {
    std::vector<Outcome> outcomes(end - begin);
    const unsigned threads_each = files.size() == 1 ? threads_ : 1;
    ParallelFor(end - begin, threads_, [&](size_t i) {
      outcomes[i] = CheckOne(files[begin + i], tool_, arguments_.ignore, threads_each);
    });
    for (size_t i = 0; i < outcomes.size(); ++i) Deliver(files[begin + i], outcomes[i]);
  }

  void Deliver(const Input& input, const Outcome& outcome) {
    if (outcome.error) {
      Fail(input.path, *outcome.error);
    } else if (outcome.companion) {
      ++summary_.companions[outcome.report->kind];
    } else {
      summary_.Add(*outcome.report);
      WriteOutput(renderer_->File(*outcome.report));
    }
  }

  void Fail(const std::string& path, const Error& error) {
    ++summary_.unreadable_inputs;
    worst_error_ = std::max(worst_error_, error.kind == ErrorKind::kInternal ? kExitInternal
                                          : error.kind == ErrorKind::kUsage  ? kExitUsage
                                                                             : kExitUnreadable);
    WriteOutput(renderer_->Failure(path, error));
    if (arguments_.format != "text") {
      WriteError(fmt::format("tfsck: {}\n", Printable(error.message)));
    }
  }

  // An entry that nothing needs any more would hide the next finding that it fits.
  void NoteUnusedEntries() const {
    if (arguments_.quiet || arguments_.format != "text") return;
    for (const IgnoreEntry& entry : arguments_.ignore) {
      if (summary_.ignored.count(&entry) != 0) continue;
      WriteError(fmt::format("tfsck: note: {}: ignoring {} matched nothing\n",
                             Printable(entry.place), AllRules()[entry.rule].id));
    }
  }

  // The highest code that applies.
  int ExitStatus() const {
    const auto worst = summary_.Worst();
    const auto threshold = ParseSeverity(arguments_.fail_on);
    const bool failed = worst && threshold && *worst >= *threshold;
    return std::max<int>(worst_error_, failed ? kExitFindings : kExitClean);
  }

  const CheckArguments& arguments_;
  ToolFamily tool_;
  unsigned threads_;  // of the call; a file alone uses them all
  std::unique_ptr<CheckRenderer> renderer_;
  CheckSummary summary_;
  ExitCode worst_error_ = kExitClean;
};

// What the command line leaves open comes from the configuration.
Result<void> Configure(const CLI::App& app, CheckArguments* arguments) {
  if (!arguments->no_config) {
    auto config = LoadCheckConfig(arguments->config);
    if (!config) return tl::unexpected(std::move(config.error()));
    if (config->fail_on && app.count("--fail-on") == 0) arguments->fail_on = *config->fail_on;
    if (config->tool && app.count("--for") == 0) arguments->tool = *config->tool;
    arguments->ignore = std::move(config->ignore);
  }
  for (const std::string& name : arguments->ignored) {
    const auto rule = IgnorableRuleNamed(name);
    if (!rule) {
      return MakeError(ErrorKind::kUsage, "--ignore: " + rule.error().message);
    }
    IgnoreEntry entry;
    entry.rule = static_cast<uint16_t>(*rule - AllRules().data());
    entry.source = "--ignore";
    entry.place = "--ignore";
    arguments->ignore.push_back(std::move(entry));
  }
  return {};
}

void AddConfigOptions(CLI::App& app, CheckArguments* arguments) {
  auto* config = app.add_option("--config", arguments->config,
                                "Configuration to read [.tfsck.yaml in this folder, if there]");
  app.add_flag("--no-config", arguments->no_config, "Read no configuration")->excludes(config);
  app.add_option("--ignore", arguments->ignored,
                 "Ignore the findings of a rule, by id or name; repeatable, never for fatal ones")
      ->allow_extra_args(false);
}

int RunCheck(const CLI::App& app, CheckArguments* arguments) {
  if (auto configured = Configure(app, arguments); !configured) {
    return Complain(configured.error());
  }
  if (arguments->inputs.empty()) arguments->inputs = {"."};
  auto renderer = arguments->format == "json" ? MakeJsonRenderer()
                                              : MakeTextRenderer({arguments->all, WantColor()});
  return CheckRun(*arguments, std::move(renderer)).Run();
}

}  // namespace

std::function<int()> SetUpCheck(CLI::App& app) {
  auto arguments = std::make_shared<CheckArguments>();
  app.add_option("input", arguments->inputs,
                 "Files, folders (searched for states) or - for standard input; "
                 "without any, this folder");
  app.add_option("--format", arguments->format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_option("--fail-on", arguments->fail_on,
                 "Least severity that makes the exit status 1: info, warning, error, fatal or "
                 "never [error]")
      ->check(CLI::IsMember({"info", "warning", "error", "fatal", "never"}));
  AddToolOption(app, &arguments->tool);
  app.add_option("--threads", arguments->threads, "Threads; 0: one per processor [0]")
      ->check(CLI::Range(0u, 1024u));
  app.add_flag("--all", arguments->all, "Show every finding, not the first ten of each rule");
  app.add_flag("--quiet", arguments->quiet, "No progress");
  AddConfigOptions(app, arguments.get());
  return [&app, arguments] { return RunCheck(app, arguments.get()); };
}

}  // namespace tfsck
