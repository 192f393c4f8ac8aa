#include "cli/trace_file.h"

#include <fmt/format.h>

#include <fstream>
#include <memory>

#include "engine/base/printable.h"
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
  const StreamKey key = {model.scenario.analysis.seed, 0};
  auto replication = std::make_unique<Replication>(model);
  if (lines) {
    LineSink sink(model, out);
    replication->Carry(key, &sink);
  } else {
    ChromeTrace sink(model, [&out](std::string_view text) { out << text; });
    replication->Carry(key, &sink);
    sink.Finish(model.scenario.analysis.start + model.scenario.analysis.horizon);
  }
  out.flush();
  if (!out) {
    return MakeError(ErrorKind::kUnreadable,
                     fmt::format("{}: the trace could not be written", Printable(path)));
  }
  return {};
}

}  // namespace tfsck
