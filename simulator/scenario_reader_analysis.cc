// The sections `analysis`, `costs` and `metrics`: what is asked.
#include <fmt/format.h>

#include <charconv>

#include "engine/base/units.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kAnalysisKeys[] = {
    "kind",      "horizon",    "start",  "warm-up", "replications", "most-replications",
    "precision", "confidence", "budget", "seed",    "control"};
constexpr std::string_view kCostKeys[] = {"engineer-per-hour", "runner-per-minute",
                                          "context-switch"};
constexpr std::string_view kMetricKeys[] = {"histograms-by"};
constexpr std::string_view kGroups[] = {"team", "workspace", "operation", "hour"};
constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

void ReadStart(const ScenarioSection& section, SimTime* start) {
  const auto node = section.Find("start");
  if (!node) return;
  const std::string text = ReadText(*node, section.reading()).value_or("");
  if (const auto instant = InstantOfWeek(text)) {
    *start = *instant;
  } else {
    section.reading()->FailAt(
        *node,
        fmt::format("must be an instant of the week in UTC such as 'mon 08:00', not '{}'", text));
  }
}

void ReadUntil(ScenarioSection* section, Analysis* analysis) {
  section->Count("replications", &analysis->replications);
  section->Count("most-replications", &analysis->most_replications);
  section->Share("precision", &analysis->precision);
  section->Share("confidence", &analysis->confidence);
  section->Duration("budget", &analysis->budget_seconds);
  section->Seed("seed", &analysis->seed);
  section->Choice("control", kControlNames, &analysis->control);
}

}  // namespace

std::optional<SimTime> InstantOfWeek(std::string_view text) {
  for (size_t day = 0; day < std::size(kDays); ++day) {
    if (!text.starts_with(kDays[day])) continue;
    const std::string_view clock = text.substr(3);
    int hours = 0;
    int minutes = 0;
    const char* end = clock.data() + clock.size();
    if (clock.size() != 6 || clock[0] != ' ' || clock[3] != ':' ||
        std::from_chars(clock.data() + 1, end, hours).ptr != clock.data() + 3 ||
        std::from_chars(clock.data() + 4, end, minutes).ptr != end || hours < 0 || hours > 23 ||
        minutes < 0 || minutes > 59) {
      return std::nullopt;
    }
    return static_cast<SimTime>(day) * kDay + hours * kHour + minutes * kMinute;
  }
  const auto since_monday = ParseDuration(text);
  if (!since_monday) return std::nullopt;
  return FromSeconds(*since_monday);
}

std::string InstantOfWeekText(SimTime instant) {
  if (instant >= kWeek || instant % kMinute != 0) return DurationText(ToSeconds(instant));
  return fmt::format("{} {:02}:{:02}", kDays[instant / kDay], instant % kDay / kHour,
                     instant % kHour / kMinute);
}

void ReadAnalysis(const ScenarioSection& root, Analysis* analysis) {
  const auto node = root.node().Require("analysis");
  if (!node) return root.reading()->Fail(node.error());
  ScenarioSection section(*node, root.reading(), kAnalysisKeys);
  section.Require("kind");
  section.Require("horizon");
  section.Choice("kind", kAnalysisNames, &analysis->kind);
  section.Time("horizon", &analysis->horizon);
  ReadStart(section, &analysis->start);
  if (section.Has("warm-up")) section.Time("warm-up", &analysis->warm_up.emplace(0));
  ReadUntil(&section, analysis);
}

void ReadCosts(const ScenarioSection& root, Costs* costs) {
  const auto node = root.Find("costs");
  if (!node) return;
  ScenarioSection section(*node, root.reading(), kCostKeys);
  double seconds = 0;
  section.Number("engineer-per-hour", &costs->engineer_per_hour);
  section.Number("runner-per-minute", &costs->runner_per_minute);
  section.Duration("context-switch", &seconds);
  costs->context_switch_minutes = seconds / 60;
}

void ReadMetrics(const ScenarioSection& root, MetricGroups* metrics) {
  const auto node = root.Find("metrics");
  if (!node) return;
  const ScenarioSection section(*node, root.reading(), kMetricKeys);
  const auto list = section.Find("histograms-by");
  if (!list) return;
  bool* const flags[] = {&metrics->by_source, &metrics->by_workspace, &metrics->by_operation,
                         &metrics->by_hour};
  for (const ConfigNode& item : ReadItems(*list, root.reading())) {
    if (const auto index = ReadReference(item, root.reading(), "groups", kGroups)) {
      *flags[*index] = true;
    }
  }
}

}  // namespace tfsck
