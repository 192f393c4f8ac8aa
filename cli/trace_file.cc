#include "cli/trace_file.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <memory>

#include "engine/base/printable.h"
#include "engine/base/units.h"
#include "report/trace_text.h"
#include "simulator/replication.h"

namespace tfsck {
namespace {

class LineSink : public TraceSink {
 public:
  LineSink(const Model& model, std::ostream& out) : model_(model), out_(out) {}
  void Record(const TraceEvent& event) override { out_ << TraceLine(event, model_); }

 private:
  const Model& model_;
  std::ostream& out_;
};

// Whether the replication came to its end within the budget of time.
bool Record(const Model& model, bool lines, std::ostream& out) {
  using Clock = std::chrono::steady_clock;
  const Analysis& analysis = model.scenario.analysis;
  const Clock::time_point begin = Clock::now();
  const auto over_budget = [&] {
    const std::chrono::duration<double> spent = Clock::now() - begin;
    return !out || (analysis.budget_seconds > 0 && spent.count() > analysis.budget_seconds);
  };
  const StreamKey key = {analysis.seed, 0};
  auto replication = std::make_unique<Replication>(model);
  if (lines) {
    LineSink sink(model, out);
    return !replication->Carry(key, &sink, over_budget).interrupted;
  }
  ChromeTrace sink(model, [&out](std::string_view text) { out << text; });
  const bool complete = !replication->Carry(key, &sink, over_budget).interrupted;
  sink.Finish(analysis.start + analysis.horizon);
  return complete;
}

}  // namespace

Result<void> WriteTrace(const Model& model, const std::string& path) {
  const bool lines = path.ends_with(".ndjson");
  if (!lines && !path.ends_with(".json")) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("--trace: '{}' must end in .ndjson (a line for each event) or "
                                 ".json (for chrome://tracing and Perfetto)",
                                 Printable(path)));
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  const auto unwritten = [&path] {
    return MakeError(ErrorKind::kUnreadable,
                     fmt::format("{}: the trace could not be written", Printable(path)));
  };
  if (!out) return unwritten();
  const bool complete = Record(model, lines, out);
  out.flush();
  if (!out) return unwritten();
  if (!complete) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("--trace: the time budget of {} s ended before the first "
                                 "replication did: shorten the horizon or allow more time",
                                 NumberText(model.scenario.analysis.budget_seconds)));
  }
  return {};
}

}  // namespace tfsck
