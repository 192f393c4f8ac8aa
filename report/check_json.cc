// The JSON of a check: docs/formats/check.schema.json.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/base/printable.h"
#include "report/json_text.h"
#include "report/report.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json FindingJson(const DocumentReport& report, const LocatedFinding& located) {
  const Finding& finding = located.finding;
  const Rule& rule = AllRules()[finding.rule];
  Json json;
  json["rule"] = rule.id;
  json["name"] = rule.name;
  json["severity"] = SeverityName(rule.severity);
  json["address"] = finding.address.empty() ? Json(nullptr) : Json(JsonSafe(finding.address));
  json["offset"] = finding.offset;
  json["line"] = located.line;
  json["column"] = located.column;
  json["message"] = JsonSafe(finding.message);
  json["remedy"] = JsonSafe(RemedyText(rule, finding.address, report.path, report.judged_for));
  if (located.ignored_by != nullptr) {
    const std::string& reason = located.ignored_by->reason;
    json["ignored"] = true;
    json["reason"] = reason.empty() ? Json(nullptr) : Json(JsonSafe(reason));
  }
  return json;
}

Json FileJson(const DocumentReport& report) {
  Json json;
  json["path"] = JsonSafe(report.path);
  json["kind"] = KindName(report.kind);
  json["size"] = report.size;
  json["readable"] = report.readable;
  json["format_version"] = report.format_version == 0 ? Json(nullptr) : Json(report.format_version);
  json["tool_version"] = JsonSafe(report.tool_version);
  json["written_by"] = FamilyId(report.family);
  json["serial"] = report.has_serial ? Json(report.serial) : Json(nullptr);
  json["lineage"] = report.has_serial ? Json(JsonSafe(report.lineage)) : Json(nullptr);
  json["counts"] = {{"resources", report.resources},
                    {"instances", report.instances},
                    {"deposed", report.deposed},
                    {"tainted", report.tainted},
                    {"outputs", report.outputs}};
  json["findings"] = Json::array();
  for (const LocatedFinding& located : report.findings) {
    json["findings"].push_back(FindingJson(report, located));
  }
  json["findings_left_out"] = Json::object();
  RuleCounts left_out = report.counts;
  for (const auto& [entry, count] : report.ignored) left_out[entry->rule] += count;
  for (const LocatedFinding& located : report.findings) --left_out[located.finding.rule];
  for (size_t i = 0; i < left_out.size(); ++i) {
    if (left_out[i] != 0) json["findings_left_out"][std::string(AllRules()[i].id)] = left_out[i];
  }
  return json;
}

uint64_t IgnoredCount(const CheckSummary& summary) {
  uint64_t total = 0;
  for (const auto& [entry, count] : summary.ignored) total += count;
  return total;
}

class JsonRenderer : public CheckRenderer {
 public:
  std::string Begin() override { return "{\n  \"schema_version\": 1,\n  \"files\": ["; }

  std::string File(const DocumentReport& report) override { return Element(FileJson(report)); }

  std::string Failure(const std::string& path, const Error& error) override {
    return Element(Json{{"path", JsonSafe(path)}, {"error", JsonSafe(error.message)}});
  }

  std::string End(const CheckSummary& summary) override {
    Json json;
    json["files"] = summary.checked;
    json["not_read"] = summary.unreadable_inputs;
    for (size_t i = summary.findings.size(); i-- > 0;) {
      json["findings"][std::string(SeverityName(static_cast<Severity>(i)))] = summary.findings[i];
    }
    json["ignored"] = IgnoredCount(summary);
    json["companions"] = Json::object();
    for (const auto& [kind, count] : summary.companions) {
      json["companions"][std::string(KindName(kind))] = count;
    }
    json["other_files"] = summary.other_files;
    return fmt::format("{}  ],\n  \"summary\": {}\n}}\n", any_ ? "\n" : "",
                       json.dump(-1, ' ', true));
  }

 private:
  std::string Element(const Json& json) {
    std::string out = any_ ? ",\n    " : "\n    ";
    any_ = true;
    return out + json.dump(-1, ' ', true);
  }

  bool any_ = false;
};

}  // namespace

std::unique_ptr<CheckRenderer> MakeJsonRenderer() { return std::make_unique<JsonRenderer>(); }

}  // namespace tfsck
