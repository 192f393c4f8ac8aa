// The sections `teams` and `pipelines`: who starts runs, and what becomes of those that fail.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/base/units.h"
#include "simulator/scenario_reader_parts.h"
#include "simulator/time_zone.h"

namespace tfsck {
namespace {

constexpr std::string_view kTeamKeys[] = {"name",
                                          "engineers",
                                          "human",
                                          "time-zone",
                                          "utc-offset",
                                          "changes",
                                          "changes-per-engineer",
                                          "hours",
                                          "arrivals",
                                          "batch",
                                          "operations",
                                          "workspaces",
                                          "cross-state",
                                          "lock-timeout",
                                          "runner-timeout",
                                          "after-failure"};
constexpr std::string_view kPipelineKeys[] = {
    "name",         "engineers",          "human",       "time-zone",    "utc-offset",
    "runs",         "runs-per-workspace", "hours",       "arrivals",     "batch",
    "operations",   "workspaces",         "cross-state", "lock-timeout", "runner-timeout",
    "after-failure"};
constexpr std::string_view kBatchKeys[] = {"mean", "geometric"};
constexpr std::string_view kCrossKeys[] = {"share", "count"};
constexpr std::string_view kFailureKeys[] = {"retry-after", "retrigger-after", "at-most", "redraw"};

// The keys that only one of the two sections has.
struct SourceWords {
  std::string_view section;
  std::span<const std::string_view> keys;
  std::string_view rate;       // of the whole source
  std::string_view rate_each;  // of each engineer, each workspace
  std::string_view hours;      // the calendar unless said
};
const SourceWords kTeams = {"teams", kTeamKeys, "changes", "changes-per-engineer", "office"};
const SourceWords kPipelines = {"pipelines", kPipelineKeys, "runs", "runs-per-workspace", "always"};

class SourceReader {
 public:
  SourceReader(const ConfigNode& node, ScenarioReading* reading, const SourceWords& words,
               const Calendars& calendars, const Scenario& scenario)
      : section_(node, reading, words.keys),
        reading_(reading),
        words_(words),
        calendars_(calendars),
        scenario_(scenario) {
    source_.human = words.section == kTeams.section;
  }

  Source Read() {
    section_.Require("name");
    section_.Text("name", &source_.name);
    section_.Count("engineers", &source_.engineers);
    section_.Flag("human", &source_.human);
    ReadClock();
    ReadOperationMix();
    ReadWorkspaceMix();
    ReadRate();
    ReadBatch();
    ReadCrossState();
    ReadPatience();
    ReadFailure();
    return std::move(source_);
  }

 private:
  void ReadClock() {
    section_.Text("time-zone", &source_.time_zone);
    if (const auto offset = section_.Find("utc-offset")) return ReadOffset(*offset);
    const auto zone = section_.Find("time-zone");
    if (!zone) return;
    const auto minutes = UtcOffsetMinutes(source_.time_zone);
    if (!minutes) return reading_->FailAt(*zone, minutes.error().message);
    source_.utc_offset_minutes = *minutes;
  }

  void ReadOffset(const ConfigNode& node) {
    const std::string text = ReadText(node, reading_).value_or("");
    int hours = 0;
    int minutes = 0;
    const bool shape = text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':';
    if (!shape || std::from_chars(&text[1], &text[3], hours).ptr != &text[3] ||
        std::from_chars(&text[4], text.data() + 6, minutes).ptr != text.data() + 6 || hours > 14 ||
        minutes > 59) {
      return reading_->FailAt(node,
                              fmt::format("must be an offset such as +02:00, not '{}'", text));
    }
    source_.utc_offset_minutes = (text[0] == '-' ? -1 : 1) * (60 * hours + minutes);
  }

  // plan | [plan, {apply: 2}] | {plan: 4, apply: 1}
  std::vector<Weighted> ReadMix(const ConfigNode& node, std::string_view what,
                                std::span<const std::string_view> names) {
    std::vector<Weighted> mix;
    if (node.kind() == ConfigKind::kScalar) {
      AddReference(node, what, names, &mix);
    } else if (node.kind() == ConfigKind::kMap) {
      AddMembers(node, names, &mix);
    } else {
      for (const ConfigNode& item : ReadItems(node, reading_)) {
        if (item.kind() == ConfigKind::kMap) {
          AddMembers(item, names, &mix);
        } else {
          AddReference(item, what, names, &mix);
        }
      }
    }
    return mix;
  }

  void AddReference(const ConfigNode& node, std::string_view what,
                    std::span<const std::string_view> names, std::vector<Weighted>* mix) {
    if (const auto index = ReadReference(node, reading_, what, names)) mix->push_back({*index, 1});
  }

  void AddMembers(const ConfigNode& node, std::span<const std::string_view> names,
                  std::vector<Weighted>* mix) {
    if (auto known = node.CheckKeys(names); !known) return reading_->Fail(known.error());
    const auto members = *node.AsMap();
    for (const auto& [name, value] : members) {
      const auto index = std::find(names.begin(), names.end(), name) - names.begin();
      if (const auto weight = ReadQuantity(value, reading_, ParseNumber)) {
        mix->push_back({static_cast<uint32_t>(index), *weight});
      }
    }
  }

  void ReadOperationMix() {
    if (const auto node = section_.Find("operations")) {
      source_.operations = ReadMix(*node, "operations", NamesOf(scenario_.operations));
    } else if (scenario_.operations.size() == 1) {
      source_.operations = {{0, 1}};
    } else if (!scenario_.operations.empty()) {
      section_.Require("operations");
    }
  }

  void ReadWorkspaceMix() {
    if (const auto node = section_.Find("workspaces")) {
      source_.workspaces = ReadMix(*node, "workspaces", NamesOf(scenario_.workspaces));
      return;
    }
    for (const WorkspaceGroup& group : scenario_.workspaces) {
      source_.workspaces.push_back({static_cast<uint32_t>(source_.workspaces.size()),
                                    std::max(1.0, static_cast<double>(group.count))});
    }
  }

  // How many engineers, or workspaces, `rate_each` is of.
  double Each() const {
    if (words_.section == kTeams.section) return source_.engineers;
    double count = 0;
    for (const Weighted& each : source_.workspaces) count += scenario_.workspaces[each.index].count;
    return count;
  }

  void ReadRate() {
    const auto arrivals = section_.Find("arrivals");
    const int said =
        arrivals.has_value() + section_.Has(words_.rate) + section_.Has(words_.rate_each);
    if (said != 1) {
      return section_.Fail(fmt::format("'{}' must say one of {}, {} and arrivals",
                                       section_.node().path(), words_.rate, words_.rate_each));
    }
    if (arrivals) {
      if (const auto hours = section_.Find("hours")) {
        reading_->FailAt(*hours, fmt::format("has no effect beside arrivals: say {}", words_.rate));
      }
      return ReadArrivals(*arrivals, reading_, &source_.arrivals);
    }
    if (words_.section == kTeams.section && section_.Has(words_.rate_each)) {
      section_.Require("engineers");
    }
    double rate = 0;
    section_.Rate(words_.rate_each, &rate);
    rate *= Each();
    section_.Rate(words_.rate, &rate);
    SpreadOverHours(rate);
  }

  void SpreadOverHours(double rate) {
    const auto node = section_.Find("hours");
    const std::string name =
        node ? ReadText(*node, reading_).value_or("") : std::string(words_.hours);
    std::vector<std::string_view> names;
    for (const auto& [each, calendar] : calendars_) names.push_back(each);
    if (node && !ReadReference(*node, reading_, "calendars", names)) return;
    source_.arrivals = ArrivalsByCalendar(rate, calendars_.find(name)->second);
    if (!node && name == "office") {
      Assume("hours of " + source_.name, "office hours, two humps on working days",
             "shape of the activity of public repositories; weights assumed");
    }
  }

  void ReadBatch() {
    const auto node = section_.Find("batch");
    if (!node) return;
    Arrivals* arrivals = &source_.arrivals;
    if (node->kind() == ConfigKind::kScalar) return section_.Number("batch", &arrivals->batch_mean);
    ScenarioSection batch(*node, reading_, kBatchKeys);
    batch.Require("mean");
    batch.Number("mean", &arrivals->batch_mean);
    batch.Flag("geometric", &arrivals->geometric_batch);
  }

  void ReadCrossState() {
    const auto node = section_.Find("cross-state");
    if (!node) return;
    ScenarioSection cross(*node, reading_, kCrossKeys);
    cross.Require("share");
    cross.Share("share", &source_.cross_state_share);
    cross.Count("count", &source_.cross_state_count);
  }

  void ReadPatience() {
    if (!section_.Has("lock-timeout")) {
      source_.lock_patience = scenario_.lock.wait == WaitRule::kQueue
                                  ? std::nullopt
                                  : std::optional(Distribution::Deterministic(0));
      Assume("lock-timeout of " + source_.name,
             source_.lock_patience ? "0s: one attempt" : "forever",
             source_.lock_patience ? "Terraform's default (internal/command/arguments/extended.go)"
                                   : "whoever stands in a queue is served");
    }
    section_.OptionalLaw("lock-timeout", "forever", &source_.lock_patience);
    section_.OptionalLaw("runner-timeout", "forever", &source_.runner_patience);
  }

  void ReadFailure() {
    const auto node = section_.Find("after-failure");
    if (!node) {
      return Assume("after a failure of " + source_.name, "the change is given up",
                    "the least that can happen; people who come back add load");
    }
    if (node->kind() == ConfigKind::kScalar) {
      constexpr std::string_view kGiveUp[] = {"give-up"};
      return section_.Choice("after-failure", kGiveUp, &source_.retry.on_failure);
    }
    ScenarioSection failure(*node, reading_, kFailureKeys);
    const bool retry = failure.Has("retry-after");
    if (retry == failure.Has("retrigger-after")) {
      failure.Fail(
          fmt::format("'{}' must say either retry-after or retrigger-after", node->path()));
    }
    source_.retry.on_failure = retry ? OnFailure::kRetry : OnFailure::kRetrigger;
    failure.Law("retry-after", &source_.retry.after);
    failure.Law("retrigger-after", &source_.retry.after);
    failure.Count("at-most", &source_.retry.most);
    failure.Flag("redraw", &source_.retry.redraw);
  }

  void Assume(std::string what, std::string value, std::string source) {
    reading_->assumptions.push_back({std::move(what), std::move(value), std::move(source)});
  }

  ScenarioSection section_;
  ScenarioReading* reading_;
  const SourceWords& words_;
  const Calendars& calendars_;
  const Scenario& scenario_;
  Source source_;
};

void ReadSection(const ScenarioSection& root, const SourceWords& words, const Calendars& calendars,
                 Scenario* scenario) {
  const auto node = root.Find(words.section);
  if (!node) return;
  for (const ConfigNode& item : ReadItems(*node, root.reading())) {
    scenario->sources.push_back(
        SourceReader(item, root.reading(), words, calendars, *scenario).Read());
  }
}

}  // namespace

void ReadSources(const ScenarioSection& root, const Calendars& calendars, Scenario* scenario) {
  ReadSection(root, kTeams, calendars, scenario);
  ReadSection(root, kPipelines, calendars, scenario);
}

}  // namespace tfsck
