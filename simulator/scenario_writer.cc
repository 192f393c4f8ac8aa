#include "simulator/scenario_writer.h"

#include <algorithm>
#include <array>

#include "engine/base/units.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_writer_parts.h"

namespace tfsck {
namespace {

// Words that YAML or its older readers take for something else than a text.
constexpr std::array<std::string_view, 9> kReserved = {"true", "false", "null", "yes", "no",
                                                       "on",   "off",   "y",    "n"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsPlain(std::string_view text) {
  if (text.empty() || !IsLetter(text.front())) return false;
  std::string lower;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!IsLetter(c) && !digit && c != '_' && c != '-' && c != '/' && c != '.') return false;
    lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return std::find(kReserved.begin(), kReserved.end(), lower) == kReserved.end();
}

// A comment cannot end its line.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return text;
}

void WriteAssumptions(const Scenario& scenario, std::string* out) {
  if (scenario.assumptions.empty()) return;
  *out += "# Assumed where nothing was said:\n";
  for (const Assumption& each : scenario.assumptions) {
    *out += OneLine(fmt::format("#   {}: {} ({})", each.what, each.value, each.source)) + "\n";
  }
}

std::string EdgesText(const ResourceGraph& graph) {
  return FlowList(graph.edges, [](const std::pair<uint32_t, uint32_t>& edge) {
    return fmt::format("[{}, {}]", edge.first, edge.second);
  });
}

std::string GraphText(const ResourceGraph& graph) {
  const ResourceGraph usual;
  FlowMap text;
  text.Add("shape", NameOf(kGraphShapeNames, graph.shape));
  if (graph.degree != usual.degree) text.Add("degree", fmt::format("{}", graph.degree));
  if (graph.layers != usual.layers) text.Add("layers", fmt::format("{}", graph.layers));
  if (graph.modules != usual.modules) text.Add("modules", fmt::format("{}", graph.modules));
  if (!graph.edges.empty()) text.Add("edges", EdgesText(graph));
  if (!graph.state_file.empty()) text.Add("state-file", YamlText(graph.state_file));
  return text.Text();
}

void WriteAccounts(const Scenario& scenario, std::string* out) {
  if (scenario.accounts.empty()) return;
  *out += "accounts:\n";
  BlockMap map(out, 2, false);
  for (const ProviderAccount& account : scenario.accounts) {
    map.Add(YamlText(account.name), RateText(account.rate));
  }
}

void WriteWorkspaces(const Scenario& scenario, std::string* out) {
  *out += "workspaces:\n";
  for (const WorkspaceGroup& group : scenario.workspaces) {
    BlockMap map(out, 2, true);
    map.Add("name", YamlText(group.name));
    map.Add("count", fmt::format("{}", group.count));
    if (group.graph.shape != GraphShape::kState) {
      map.Add("resources", fmt::format("{}", group.resources));
    }
    map.Add("graph", GraphText(group.graph));
    if (group.account >= 0) {
      map.Add("account", YamlText(scenario.accounts[static_cast<size_t>(group.account)].name));
    }
    if (group.popularity == RootPopularity::kWeights) {
      FlowMap weights;
      weights.Add("weights",
                  FlowList(group.root_weights, [](double each) { return NumberText(each); }));
      map.Add("changes-start-at", weights.Text());
    } else {
      map.Add("changes-start-at", NameOf(kPopularityNames, group.popularity));
    }
  }
}

void WriteCosts(const Costs& costs, std::string* out) {
  if (costs == Costs()) return;
  *out += "costs:\n";
  BlockMap map(out, 2, false);
  map.Add("engineer-per-hour", NumberText(costs.engineer_per_hour));
  map.Add("runner-per-minute", NumberText(costs.runner_per_minute));
  map.Add("context-switch", DurationText(costs.context_switch_minutes * 60));
}

void WriteMetrics(const MetricGroups& metrics, std::string* out) {
  if (metrics == MetricGroups()) return;
  std::vector<std::string_view> groups;
  if (metrics.by_source) groups.push_back("team");
  if (metrics.by_workspace) groups.push_back("workspace");
  if (metrics.by_operation) groups.push_back("operation");
  if (metrics.by_hour) groups.push_back("hour");
  *out += "metrics:\n";
  BlockMap(out, 2, false).Add("histograms-by", FlowList(groups, [](std::string_view each) {
                                return each;
                              }));
}

}  // namespace

std::string YamlText(std::string_view text) {
  if (IsPlain(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c >= 0 && c < ' ') {
      quoted += fmt::format("\\x{:02x}", static_cast<int>(c));
    } else if (c == '\x7F') {
      quoted += "\\x7f";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

void FlowMap::Add(std::string_view key, std::string_view value) {
  if (!members_.empty()) members_ += ", ";
  members_ += fmt::format("{}: {}", key, value);
}

void BlockMap::Add(std::string_view key, std::string_view value) {
  *out_ += std::string(indent_, ' ');
  if (item_) *out_ += dash_ ? "- " : "  ";
  dash_ = false;
  *out_ += fmt::format("{}: {}\n", key, value);
}

void BlockMap::Open(std::string_view key) {
  Add(key, "");
  out_->erase(out_->size() - 2, 1);  // the space before the end of the line
}

std::string WriteScenario(const Scenario& scenario, bool comments) {
  std::string out;
  if (comments) WriteAssumptions(scenario, &out);
  BlockMap map(&out, 0, false);
  map.Add("version", "1");
  if (!scenario.name.empty()) map.Add("name", YamlText(scenario.name));
  if (!scenario.description.empty()) map.Add("description", YamlText(scenario.description));
  WriteAccounts(scenario, &out);
  WriteWorkspaces(scenario, &out);
  WriteOperations(scenario, &out);
  WriteSources(scenario, &out);
  WriteLock(scenario.lock, &out);
  WriteRunners(scenario.runners, &out);
  WriteFaults(scenario.faults, &out);
  WriteAnalysis(scenario.analysis, &out);
  WriteCosts(scenario.costs, &out);
  WriteMetrics(scenario.metrics, &out);
  if (scenario.shuffle_ties != 0) map.Add("shuffle-ties", fmt::format("{}", scenario.shuffle_ties));
  return out;
}

}  // namespace tfsck
