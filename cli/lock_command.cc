// tfsck lock: who holds a state's lock, whether they live, and whether the digest is right.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analyzers/check.h"
#include "analyzers/lock_rules.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/lock_sources.h"
#include "cli/output.h"
#include "engine/base/printable.h"
#include "engine/storage/timestamp.h"
#include "report/lock_report.h"

namespace tfsck {
namespace {

struct LockArguments {
  std::vector<std::string> sources;
  std::vector<std::string> again;
  std::string manifest;
  std::string object;
  std::string backend;
  std::string now;
  std::string stale_after;
  std::string longest_hold;
  std::string table;
  std::string format = "text";
  std::string fail_on = "error";
  bool holder_gone = false;
  bool all = false;
};

int64_t ClockNow() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// 90s, 45m, 6h or 3d in microseconds.
std::optional<int64_t> ParseLength(std::string_view text) {
  constexpr std::string_view kUnits = "smhd";
  constexpr int64_t kSeconds[] = {1, 60, 3600, 86'400};
  constexpr int64_t kMost = 100'000;  // days of 270 years
  const size_t unit = text.empty() ? kUnits.npos : kUnits.find(text.back());
  if (unit == kUnits.npos) return std::nullopt;
  int64_t number = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0 || number > kMost) return std::nullopt;
  return number * kSeconds[unit] * 1'000'000;
}

tl::unexpected<Error> BadLength(std::string_view option, const std::string& value) {
  return MakeError(
      ErrorKind::kUsage,
      fmt::format("{}: '{}' is no length of time such as 90s, 45m, 6h or 3d", option, value));
}

Result<LockOptions> OptionsOf(const LockArguments& arguments) {
  LockOptions options;
  options.now_us = ClockNow();
  if (!arguments.now.empty()) {
    const auto now = ParseRfc3339(arguments.now);
    if (!now) {
      return MakeError(
          ErrorKind::kUsage,
          fmt::format("--now: '{}' is no time such as 2026-11-21T18:40:00Z", arguments.now));
    }
    options.now_us = *now;
  }
  if (!arguments.stale_after.empty()) {
    const auto length = ParseLength(arguments.stale_after);
    if (!length) return BadLength("--stale-after", arguments.stale_after);
    options.stale_after_us = *length;
  }
  if (!arguments.longest_hold.empty()) {
    options.longest_hold_us = ParseLength(arguments.longest_hold);
    if (!options.longest_hold_us) return BadLength("--longest-hold", arguments.longest_hold);
  }
  options.holder_gone = arguments.holder_gone;
  options.table = arguments.table;
  return options;
}

LockSources SourcesOf(const LockArguments& arguments, std::vector<std::string> paths) {
  LockSources sources;
  sources.paths = std::move(paths);
  sources.object = arguments.object;
  sources.body_backend = ParseBackend(arguments.backend).value_or(LockBackend::kUnknown);
  return sources;
}

int ExitStatus(const LockReport& report, const std::vector<Error>& failures,
               const std::string& fail_on) {
  const auto worst = WorstSeverity(report.counts);
  const auto threshold = ParseSeverity(fail_on);
  int status = worst && threshold && *worst >= *threshold ? kExitFindings : kExitClean;
  for (const Error& error : failures) status = std::max(status, Complain(error));
  return status;
}

int Run(const LockArguments& arguments) {
  const auto options = OptionsOf(arguments);
  if (!options) return Complain(options.error());
  LockSources sources = SourcesOf(arguments, arguments.sources);
  sources.manifest = arguments.manifest;
  GatheredLocks gathered = GatherLocks(sources);
  for (const std::string& remark : gathered.remarks) {
    WriteError(fmt::format("tfsck: note: {}\n", Printable(remark)));
  }
  std::optional<GatheredLocks> again;
  if (!arguments.again.empty()) again = GatherLocks(SourcesOf(arguments, arguments.again));
  const LockReport report =
      CheckLocks(std::move(gathered.evidence), *options, again ? &again->evidence : nullptr);
  WriteOutput(arguments.format == "json" ? RenderLockJson(report)
                                         : RenderLockText(report, {arguments.all, WantColor()}));
  std::vector<Error> failures = std::move(gathered.failures);
  if (again) std::ranges::move(again->failures, std::back_inserter(failures));
  return ExitStatus(report, failures, arguments.fail_on);
}

void AddEvidenceOptions(CLI::App& app, LockArguments* arguments) {
  app.add_option("--manifest", arguments->manifest,
                 "Listing of object versions that belongs to the folder, as for `tfsck history`");
  app.add_option("--again", arguments->again,
                 "The same export, made some minutes later; repeatable")
      ->allow_extra_args(false);
  app.add_option("--object", arguments->object,
                 "Key of the state that the given state files are versions of");
  app.add_option("--backend", arguments->backend,
                 "Whose lock a bare LockInfo is, where it does not tell itself")
      ->check(CLI::IsMember({"local", "s3", "gcs", "http"}));
  app.add_option("--table", arguments->table, "Name of the DynamoDB table, for the commands");
  app.add_option("--now", arguments->now, "Judge at this time, RFC 3339 [the clock's]");
  app.add_option("--stale-after", arguments->stale_after,
                 "Age from which a lock is reported: 90s, 45m, 6h, 3d [6h]");
  app.add_option("--longest-hold", arguments->longest_hold,
                 "How long a run of this state takes at most, where no history tells");
  app.add_flag("--holder-gone", arguments->holder_gone,
               "You made sure that the holder's process or job has ended");
}

}  // namespace

std::function<int()> SetUpLock(CLI::App& app) {
  auto arguments = std::make_shared<LockArguments>();
  app.add_option("source", arguments->sources,
                 "Lock records, table exports, object listings, states: files, folders or - for "
                 "standard input")
      ->required();
  AddEvidenceOptions(app, arguments.get());
  app.add_option("--format", arguments->format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_option("--fail-on", arguments->fail_on,
                 "Least severity that makes the exit status 1: info, warning, error, fatal or "
                 "never [error]")
      ->check(CLI::IsMember({"info", "warning", "error", "fatal", "never"}));
  app.add_flag("--all", arguments->all, "Show every lock, hold and finding");
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
