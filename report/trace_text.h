// Events of a replication as text: NDJSON lines, and the slices of a Chrome trace.
#ifndef TFSCK_REPORT_TRACE_TEXT_H_
#define TFSCK_REPORT_TRACE_TEXT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

#include "simulator/model.h"
#include "simulator/trace.h"

namespace tfsck {

// One line of JSON (docs/manual.md, "Traces").
std::string TraceLine(const TraceEvent& event, const Model& model);

// Makes slices of events: a lane for each run, in the group of its workspace, with slices for
// waiting, for each step and for being away.  Memory: one entry for each run in the system.
class ChromeTrace : public TraceSink {
 public:
  // `write` gets the text piece by piece; in the end it is one JSON document.
  ChromeTrace(const Model& model, std::function<void(std::string_view)> write);
  void Record(const TraceEvent& event) override;
  // Ends slices that are still open at `now`, and the document.
  void Finish(SimTime now);

 private:
  struct Open {
    std::string name;
    SimTime since = 0;
    uint32_t state = 0;
    uint32_t lane = 0;
  };

  void Begin(const TraceEvent& event, std::string name);
  void End(uint64_t run, SimTime now);
  void EndRefresh(const TraceEvent& event);
  void Leave(const TraceEvent& event);
  uint32_t LaneOf(const TraceEvent& event);
  void Emit(std::string_view text);

  const Model& model_;
  std::function<void(std::string_view)> write_;
  std::unordered_map<uint64_t, Open> open_;
  std::vector<std::vector<uint32_t>> free_lanes_;  // of each state
  std::vector<uint32_t> lanes_;                    // used so far, of each state
  std::unordered_map<uint64_t, uint32_t> lane_of_;
  bool first_ = true;
};

}  // namespace tfsck

#endif  // TFSCK_REPORT_TRACE_TEXT_H_
