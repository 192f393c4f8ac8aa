// The JSON of `tfsck simulate`: docs/formats/simulate.schema.json.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "report/simulation_report.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json Number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

std::string Hex(uint64_t value) { return fmt::format("{:016x}", value); }

const char* UnitName(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::kTime:
      return "seconds";
    case MetricUnit::kShare:
      return "share";
    case MetricUnit::kPerWeek:
      return "per week";
    case MetricUnit::kHoursPerWeek:
      return "hours per week";
    case MetricUnit::kPerSecond:
      return "per second";
    case MetricUnit::kSquaredTime:
      return "seconds squared";
    default:
      return "count";
  }
}

Json EstimateJson(const Estimate& estimate) {
  return {{"mean", Number(estimate.mean)},           {"half_width", Number(estimate.half_width)},
          {"deviation", Number(estimate.deviation)}, {"least", Number(estimate.least)},
          {"most", Number(estimate.most)},           {"count", estimate.count}};
}

Json MetricsJson(const Measurements& measured) {
  Json json = Json::object();
  for (const MetricRow& row : Metrics()) {
    Json metric = EstimateJson(measured[row.metric]);
    metric["unit"] = UnitName(row.unit);
    json[std::string(row.name)] = std::move(metric);
  }
  return json;
}

const char* StopName(StopReason stop) {
  switch (stop) {
    case StopReason::kPrecision:
      return "precision";
    case StopReason::kMostReplications:
      return "most replications";
    case StopReason::kBudget:
      return "budget";
    default:
      return "replications";
  }
}

Json OutcomesJson(const Observations& total) {
  Json json = Json::object();
  for (size_t i = 0; i < kOutcomes; ++i) {
    json[OutcomeName(static_cast<Outcome>(i))] = total.outcomes[i];
  }
  return json;
}

Json GroupJson(const std::string& name, const GroupTable& table, size_t member) {
  const GroupTally& tally = table[member];
  const auto served = [&tally](double seconds) {
    return tally.served.count == 0 ? Json(nullptr) : Json(seconds);
  };
  return {{"name", JsonSafe(name)},
          {"requests", tally.served.count + tally.failed},
          {"failed", tally.failed},
          {"wait_mean", served(tally.served.Mean())},
          {"wait_p50", served(table.WaitQuantile(member, 0.5))},
          {"wait_p95", served(table.WaitQuantile(member, 0.95))},
          {"wait_p99", served(table.WaitQuantile(member, 0.99))},
          {"wait_most", served(ToSeconds(tally.served.most))},
          {"changes_done", tally.done},
          {"changes_dropped", tally.dropped},
          {"delay_mean", tally.delay.count == 0 ? Json(nullptr) : Json(tally.delay.Mean())}};
}

template <typename Name>
Json GroupsJson(const GroupTable& table, const Name& name) {
  Json json = Json::array();
  for (size_t i = 0; i < table.size(); ++i) json.push_back(GroupJson(name(i), table, i));
  return json;
}

Json ControlJson(const ControlUsed& control) {
  Json ratios = Json::object();
  for (const MetricRow& row : Metrics()) {
    ratios[std::string(row.name)] = 1 / control.gains[static_cast<size_t>(row.metric)];
  }
  return {{"variate", "fifo"},
          {"patience", Number(control.patience)},
          {"known_mean", control.known_mean},
          {"seen", EstimateJson(control.seen)},
          {"variance_ratios", std::move(ratios)}};
}

Json MeasuredJson(const Measurements& measured) {
  Json json = {{"replications", measured.replications},
               {"stopped_by", StopName(measured.stop)},
               {"relative_half_width", Number(measured.relative_half_width)},
               {"fingerprint", Hex(measured.fingerprint)},
               {"events", measured.total.events}};
  Json fingerprints = Json::array();
  for (const uint64_t fingerprint : measured.fingerprints) fingerprints.push_back(Hex(fingerprint));
  json["fingerprints"] = std::move(fingerprints);
  json["warm_up"] = {{"seconds", ToSeconds(measured.warm_up.length)},
                     {"found", measured.warm_up.found}};
  if (measured.batch_means) {
    json["batch_means"] = EstimateJson(measured.batch_means->estimate);
    json["batch_means"]["lag1"] = Number(measured.batch_means->lag1);
    json["batch_means"]["independent"] = measured.batch_means->independent;
  }
  if (measured.control) json["control"] = ControlJson(*measured.control);
  json["metrics"] = MetricsJson(measured);
  json["outcomes"] = OutcomesJson(measured.total);
  return json;
}

Json AlternativeJson(const SimulatedAlternative& other) {
  Json json = {{"discipline", other.discipline}, {"measured", MeasuredJson(other.measured)}};
  Json differences = Json::object();
  for (const MetricRow& row : Metrics()) {
    const PairedDifference& pair = other.comparison.differences[static_cast<size_t>(row.metric)];
    Json difference = EstimateJson(pair.difference);
    difference["variance_ratio"] = Number(pair.variance_ratio);
    differences[std::string(row.name)] = std::move(difference);
  }
  json["differences"] = std::move(differences);
  return json;
}

Json HoursJson(const Observations& total) {
  Json json = Json::array();
  for (size_t hour = 0; hour < total.by_hour.size(); ++hour) {
    Json row = GroupJson(std::to_string(hour), total.by_hour, hour);
    row["hour_of_week"] = hour;
    row.erase("name");
    row["working"] = total.hours_seen[hour] == 0
                         ? Json(nullptr)
                         : Json(static_cast<double>(total.working_at_hour[hour]) /
                                static_cast<double>(total.hours_seen[hour]));
    json.push_back(std::move(row));
  }
  return json;
}

Json ScenarioJson(const Scenario& scenario) {
  Json assumptions = Json::array();
  for (const Assumption& assumption : scenario.assumptions) {
    assumptions.push_back({{"what", JsonSafe(assumption.what)},
                           {"value", JsonSafe(assumption.value)},
                           {"source", JsonSafe(assumption.source)}});
  }
  const Analysis& analysis = scenario.analysis;
  return {{"name", JsonSafe(scenario.name)},
          {"discipline", scenario.lock.name},
          {"analysis", analysis.kind == AnalysisKind::kSteady ? "steady-state" : "terminating"},
          {"horizon", ToSeconds(analysis.horizon)},
          {"confidence", analysis.confidence},
          {"precision", analysis.precision},
          {"seed", analysis.seed},
          {"assumptions", std::move(assumptions)}};
}

Json WholeJson(const SimulationReport& report) {
  const Scenario& scenario = report.scenario();
  const Observations& total = report.measured.total;
  Json json = {{"schema_version", 1}, {"scenario", ScenarioJson(scenario)}};
  json.update(MeasuredJson(report.measured));
  json["teams"] = GroupsJson(total.by_source, [&](size_t i) { return scenario.sources[i].name; });
  json["operations"] =
      GroupsJson(total.by_operation, [&](size_t i) { return scenario.operations[i].name; });
  json["workspaces"] = GroupsJson(total.by_state, [&](size_t i) {
    const ModelState& state = report.model->states[i];
    const WorkspaceGroup& group = scenario.workspaces[state.group];
    if (group.count == 1) return group.name;
    return fmt::format("{}[{}]", group.name, i - report.model->groups[state.group].first_state);
  });
  json["hours"] = HoursJson(total);
  Json alternatives = Json::array();
  for (const SimulatedAlternative& other : report.alternatives) {
    alternatives.push_back(AlternativeJson(other));
  }
  json["alternatives"] = std::move(alternatives);
  return json;
}

}  // namespace

std::string RenderSimulationJson(const SimulationReport& report) {
  return WholeJson(report).dump(2) + "\n";
}

std::string RenderSimulationNdjson(const SimulationReport& report) {
  std::string lines;
  for (size_t i = 0; i < report.measured.values.size(); ++i) {
    Json line = {{"replication", i}, {"fingerprint", Hex(report.measured.fingerprints[i])}};
    for (const MetricRow& row : Metrics()) {
      line[std::string(row.name)] =
          Number(report.measured.values[i][static_cast<size_t>(row.metric)]);
    }
    if (report.measured.control) line["control"] = Number(report.measured.control->values[i]);
    lines += line.dump() + "\n";
  }
  return lines + WholeJson(report).dump() + "\n";
}

}  // namespace tfsck
