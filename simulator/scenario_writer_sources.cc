// Teams and pipelines.
#include <cstdlib>

#include "engine/base/units.h"
#include "simulator/calendars.h"
#include "simulator/scenario_check.h"
#include "simulator/scenario_writer.h"
#include "simulator/scenario_writer_parts.h"
#include "simulator/time_zone.h"

namespace tfsck {
namespace {

std::string CalendarText(const CalendarArrivals& calendar) {
  FlowMap text;
  text.Add("period", DurationText(ToSeconds(calendar.period)));
  text.Add("rates", FlowList(calendar.rates, RateText));
  return text.Text();
}

std::string MmppText(const MmppArrivals& mmpp) {
  FlowMap text;
  text.Add("rates", FlowList(mmpp.rates, RateText));
  text.Add("leave", FlowList(mmpp.leave, RateText));
  return text.Text();
}

std::string HawkesText(const HawkesArrivals& hawkes) {
  FlowMap text;
  text.Add("base", RateText(hawkes.base));
  text.Add("branching", NumberText(hawkes.branching));
  text.Add("decay", RateText(hawkes.decay));
  return text.Text();
}

std::string ClosedText(const ClosedArrivals& closed) {
  FlowMap text;
  text.Add("actors", fmt::format("{}", closed.actors));
  text.Add("think", DistributionText(closed.think));
  return text.Text();
}

std::string TraceText(const TraceArrivals& trace) {
  if (!trace.file.empty()) return fmt::format("{{file: {}}}", YamlText(trace.file));
  return FlowList(trace.times, [](SimTime time) { return DurationText(ToSeconds(time)); });
}

std::string ArrivalsText(const Arrivals& arrivals) {
  FlowMap text;
  switch (arrivals.kind) {
    case Arrivals::Kind::kPoisson:
      text.Add("poisson", RateText(arrivals.poisson.rate));
      break;
    case Arrivals::Kind::kCalendar:
      text.Add("calendar", CalendarText(arrivals.calendar));
      break;
    case Arrivals::Kind::kMmpp:
      text.Add("mmpp", MmppText(arrivals.mmpp));
      break;
    case Arrivals::Kind::kHawkes:
      text.Add("hawkes", HawkesText(arrivals.hawkes));
      break;
    case Arrivals::Kind::kClosed:
      text.Add("closed", ClosedText(arrivals.closed));
      break;
    case Arrivals::Kind::kTrace:
      text.Add("trace", TraceText(arrivals.trace));
      break;
  }
  return text.Text();
}

void WriteArrivals(const Source& source, bool team, BlockMap* map) {
  const Arrivals& arrivals = source.arrivals;
  if (arrivals.batch_mean != 1 || arrivals.geometric_batch) {
    FlowMap batch;
    batch.Add("mean", NumberText(arrivals.batch_mean));
    if (arrivals.geometric_batch) batch.Add("geometric", "true");
    map->Add("batch", batch.Text());
  }
  const auto each =
      team && source.engineers > 0 ? OfficeRateText(arrivals, source.engineers) : std::nullopt;
  if (each) {
    map->Add("changes-per-engineer", *each);
    return map->Add("hours", "office");
  }
  if (const auto all = OfficeRateText(arrivals, 1)) {
    map->Add(team ? "changes" : "runs", *all);
    return map->Add("hours", "office");
  }
  map->Add("arrivals", ArrivalsText(arrivals));
}

// Names with weights; as a list, because a Scenario may name one twice.
template <typename Named>
std::string MixText(const std::vector<Weighted>& mix, const std::vector<Named>& items) {
  return FlowList(mix, [&](const Weighted& each) {
    const std::string name = YamlText(items[each.index].name);
    if (each.weight == 1) return name;
    FlowMap weighted;
    weighted.Add(name, NumberText(each.weight));
    return weighted.Text();
  });
}

void WriteClock(const Source& source, BlockMap* map) {
  if (source.time_zone != "UTC") map->Add("time-zone", YamlText(source.time_zone));
  const auto minutes = UtcOffsetMinutes(source.time_zone);
  if (minutes && *minutes == source.utc_offset_minutes) return;
  const int size = std::abs(source.utc_offset_minutes);
  map->Add("utc-offset", fmt::format("\"{}{:02}:{:02}\"", source.utc_offset_minutes < 0 ? '-' : '+',
                                     size / 60, size % 60));
}

std::string PatienceText(const std::optional<Distribution>& patience) {
  return patience ? DistributionText(*patience) : "forever";
}

std::string FailureText(const Retry& retry) {
  if (retry.on_failure == OnFailure::kGiveUp) return "give-up";
  FlowMap text;
  text.Add(retry.on_failure == OnFailure::kRetry ? "retry-after" : "retrigger-after",
           DistributionText(retry.after));
  if (retry.most != UINT32_MAX) text.Add("at-most", fmt::format("{}", retry.most));
  if (retry.redraw) text.Add("redraw", "true");
  return text.Text();
}

void WriteSource(const Scenario& scenario, const Source& source, bool team, std::string* out) {
  BlockMap map(out, 2, true);
  map.Add("name", YamlText(source.name));
  if (source.engineers > 0) map.Add("engineers", fmt::format("{}", source.engineers));
  if (source.human != team) map.Add("human", source.human ? "true" : "false");
  WriteClock(source, &map);
  WriteArrivals(source, team, &map);
  map.Add("operations", MixText(source.operations, scenario.operations));
  map.Add("workspaces", MixText(source.workspaces, scenario.workspaces));
  if (source.cross_state_share > 0 || source.cross_state_count != 2) {
    FlowMap cross;
    cross.Add("share", ShareText(source.cross_state_share));
    cross.Add("count", fmt::format("{}", source.cross_state_count));
    map.Add("cross-state", cross.Text());
  }
  map.Add("lock-timeout", PatienceText(source.lock_patience));
  map.Add("runner-timeout", PatienceText(source.runner_patience));
  map.Add("after-failure", FailureText(source.retry));
}

}  // namespace

void WriteSources(const Scenario& scenario, std::string* out) {
  std::string section;
  for (size_t i = 0; i < scenario.sources.size(); ++i) {
    const std::string path = SourcePath(scenario, i);
    const std::string begin = path.substr(0, path.find('['));
    if (begin != section) *out += begin + ":\n";
    section = begin;
    WriteSource(scenario, scenario.sources[i], section == "teams", out);
  }
}

}  // namespace tfsck
