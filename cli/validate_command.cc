// tfsck validate: the simulator and the formulas against exact values.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "engine/storage/local_file.h"
#include "report/validation_report.h"

namespace tfsck {
namespace {

struct ValidateArguments {
  std::string folder;
  std::vector<std::string> only;
  bool quick = false;
  unsigned threads = 0;
  std::string format = "text";
  bool all = false;
  bool quiet = false;
};

// The files of a folder, kept in memory.
class ValidationFolder {
 public:
  Result<void> Read(const std::string& folder) {
    std::error_code failure;
    std::vector<std::filesystem::path> paths;
    for (std::filesystem::directory_iterator it(folder, failure), end; !failure && it != end;
         it.increment(failure)) {
      const std::string extension = it->path().extension().string();
      if (extension == ".yaml" || extension == ".csv") paths.push_back(it->path());
    }
    if (failure) {
      return MakeError(ErrorKind::kUnreadable, fmt::format("{}: {}", folder, failure.message()));
    }
    std::sort(paths.begin(), paths.end());
    for (const std::filesystem::path& path : paths) {
      constexpr uint64_t kMostBytes = 16 << 20;
      const auto file =
          LoadLocalFile(path.string(), {.max_bytes = kMostBytes, .max_streamed = kMostBytes});
      if (!file) return tl::unexpected(file.error());
      texts_.push_back({path.filename().string(), std::string(file->buffer.bytes)});
    }
    return {};
  }
  std::vector<ValidationFile> Files() const {
    std::vector<ValidationFile> files;
    for (const auto& [name, text] : texts_) files.push_back({name, text});
    return files;
  }

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
};

std::string Render(const ValidationReport& report, const ValidateArguments& arguments) {
  if (arguments.format == "json") return RenderValidationJson(report);
  if (arguments.format == "markdown") return RenderValidationMarkdown(report);
  return RenderValidationText(report, {arguments.all});
}

int RunValidate(const ValidateArguments& arguments) {
  ValidationFolder folder;
  std::vector<ValidationFile> own;
  if (!arguments.folder.empty()) {
    if (auto read = folder.Read(arguments.folder); !read) return Complain(read.error());
    own = folder.Files();
  }
  std::unique_ptr<Progress> bar;
  ValidationOptions options;
  options.only = arguments.only;
  options.quick = arguments.quick;
  options.threads = arguments.threads;
  options.progress = [&](const ValidationProgress& progress) {
    if (!bar) bar = std::make_unique<Progress>("scenario", progress.planned, !arguments.quiet);
    bar->Update(progress.done);
  };
  const auto report =
      Validate(arguments.folder.empty() ? ValidationFiles() : std::span(own), options);
  if (bar) bar->Done();
  if (!report) return Complain(report.error());
  WriteOutput(Render(*report, arguments));
  return report->Count(Verdict::kOff) > 0 ? kExitFindings : kExitClean;
}

}  // namespace

std::function<int()> SetUpValidate(CLI::App& app) {
  auto arguments = std::make_shared<ValidateArguments>();
  app.add_option("folder", arguments->folder,
                 "Reference, cases and scenarios [those that tfsck was built with]");
  app.add_option("--only", arguments->only,
                 "Only these scenarios or families, such as 'mm1*'; may be repeated")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  app.add_flag("--quick", arguments->quick,
               "Shorter simulations: seconds in place of minutes, and wider intervals");
  app.add_option("--threads", arguments->threads, "Threads, 0 for one each processor [0]");
  app.add_option("--format", arguments->format, "text, json or markdown [text]")
      ->check(CLI::IsMember({"text", "json", "markdown"}));
  app.add_flag("--all", arguments->all, "List the rows that are not run too, and why");
  app.add_flag("--quiet", arguments->quiet, "No progress");
  return [arguments] { return RunValidate(*arguments); };
}

}  // namespace tfsck
