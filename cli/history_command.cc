// tfsck history: every version of a state, what each changed, and whether the newest follows from
// the others.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "analyzers/history_rules.h"
#include "analyzers/history_verdict.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "engine/history_reader.h"
#include "engine/storage/version_store.h"
#include "report/history_report.h"

namespace tfsck {
namespace {

struct HistoryArguments {
  std::string source;
  std::string manifest;
  std::string format = "text";
  std::string fail_on = "error";
  std::string burst;
  unsigned threads = 0;
  bool one_state = false;
  bool all = false;
  bool quiet = false;
};

// 90s, 5m, 1h or a bare number of seconds, in microseconds.
Result<int64_t> ParseSpan(std::string_view option, std::string_view text) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  const int64_t seconds = unit.empty() || unit == "s" ? 1
                          : unit == "m"               ? 60
                          : unit == "h"               ? 3600
                                                      : 0;
  if (error != std::errc() || seconds == 0) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("{}: '{}' is no span of time: 90s, 5m or 1h", option, text));
  }
  return int64_t{number} * seconds * 1'000'000;
}

// Reads the two versions that the verdict rests on once more.
std::optional<VersionDelta> SinceLastGood(const VersionStore& store, const History& history,
                                          const VerdictVersions& versions) {
  if (versions.last_good == kNoVersion || versions.newest == kNoVersion) return std::nullopt;
  return CompareStoredVersions(store, history.versions[versions.last_good].stored,
                               history.versions[versions.newest].stored);
}

JudgedHistory JudgeHistory(const VersionStore& store, const History& history) {
  JudgedHistory judged;
  judged.history = &history;
  judged.found = CheckHistory({history, {}});
  const VerdictVersions versions = ChooseVersions(history, judged.found.findings);
  judged.verdict = Conclude(history, versions, SinceLastGood(store, history, versions));
  if (versions.last_good != kNoVersion) {
    judged.copy_good =
        store.CopyCommand(history.versions[versions.last_good].stored, "good.tfstate");
  }
  return judged;
}

std::string Render(const HistoryReport& report, const HistoryArguments& arguments) {
  if (arguments.format == "json") return RenderHistoryJson(report);
  if (arguments.format == "ndjson") return RenderHistoryNdjson(report);
  if (arguments.format == "html") return RenderHistoryHtml(report);
  return RenderHistoryText(report, {arguments.all, WantColor()});
}

int ExitStatus(const HistoryReport& report, const std::string& fail_on) {
  const auto threshold = ParseSeverity(fail_on);
  if (!threshold) return kExitClean;
  const std::array<uint64_t, 4> findings = report.Findings();
  const bool failed = std::any_of(findings.begin() + static_cast<size_t>(*threshold),
                                  findings.end(), [](uint64_t count) { return count != 0; });
  return failed ? kExitFindings : kExitClean;
}

int Run(const HistoryArguments& arguments) {
  HistoryOptions options;
  options.one_state = arguments.one_state;
  options.threads = arguments.threads;
  if (!arguments.burst.empty()) {
    const Result<int64_t> burst = ParseSpan("--burst", arguments.burst);
    if (!burst) return Complain(burst.error());
    options.burst_gap_us = *burst;
  }
  auto store = OpenVersionStore(arguments.source, {arguments.manifest});
  if (!store) return Complain(store.error());
  std::optional<Progress> progress;
  options.progress = [&](uint64_t versions, uint64_t bytes, uint64_t all) {
    if (!progress) progress.emplace("read", all, !arguments.quiet);
    progress->Update(versions, bytes);
  };
  const Result<HistorySet> set = ReadHistories(**store, arguments.source, options);
  if (progress) progress->Done();
  if (!set) return Complain(set.error());
  HistoryReport report;
  report.set = &*set;
  for (const History& history : set->histories) {
    report.judged.push_back(JudgeHistory(**store, history));
  }
  WriteOutput(Render(report, arguments));
  return ExitStatus(report, arguments.fail_on);
}

}  // namespace

std::function<int()> SetUpHistory(CLI::App& app) {
  auto arguments = std::make_shared<HistoryArguments>();
  app.add_option("source", arguments->source,
                 "Folder of snapshots, working directory, dump or export; or "
                 "git:REPO[:PATH[@REV]]")
      ->required();
  app.add_option("--manifest", arguments->manifest,
                 "Listing of object versions that belongs to the folder: what `aws s3api "
                 "list-object-versions`, `gcloud storage ls -a --json` or `az storage blob list` "
                 "printed");
  app.add_flag("--one-state", arguments->one_state,
               "The folder holds one state, whatever lineages stand in it");
  app.add_option("--burst", arguments->burst,
                 "Versions within this time are one change, such as 90s [estimated, else 60s]");
  app.add_option("--format", arguments->format, "text, json, ndjson or html [text]")
      ->check(CLI::IsMember({"text", "json", "ndjson", "html"}));
  app.add_option("--fail-on", arguments->fail_on,
                 "Least severity that makes the exit status 1: info, warning, error, fatal or "
                 "never [error]")
      ->check(CLI::IsMember({"info", "warning", "error", "fatal", "never"}));
  app.add_option("--threads", arguments->threads, "Threads; 0: one per processor [0]")
      ->check(CLI::Range(0u, 1024u));
  app.add_flag("--all", arguments->all, "Show every version and every finding");
  app.add_flag("--quiet", arguments->quiet, "No progress");
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
