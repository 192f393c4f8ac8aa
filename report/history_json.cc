// The JSON of histories: docs/formats/history.schema.json, and the same as lines.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/base/time_text.h"
#include "report/history_report.h"
#include "report/history_words.h"
#include "report/json_text.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(JsonSafe(text));
}

Json RowOrNull(uint32_t row) { return row == kNoVersion ? Json(nullptr) : Json(row); }

std::string_view ChangeWord(ObjectChange change) {
  constexpr std::string_view kWords[] = {"added", "removed", "changed", "replaced", "moved"};
  return kWords[static_cast<size_t>(change)];
}

std::string_view TimeSourceWord(TimeSource source) {
  constexpr std::string_view kWords[] = {"none", "listing", "commit", "name"};
  return kWords[static_cast<size_t>(source)];
}

std::string_view RoleWord(VersionRole role) {
  constexpr std::string_view kWords[] = {"version", "current", "backup", "errored"};
  return kWords[static_cast<size_t>(role)];
}

std::string_view StatusOf(const HistoryVersion& version) {
  if (version.stored.delete_marker) return "deleted";
  if (version.stored.absent) return "absent";
  if (version.readable) return "read";
  if (version.kind == DocumentKind::kEncryptedState || IsEncryptedAtRest(version.kind)) {
    return "encrypted";
  }
  return "unreadable";
}

Json ObjectJson(const ObjectDelta& object) {
  Json json;
  json["change"] = ChangeWord(object.change);
  json["address"] = JsonSafe(object.address);
  if (!object.former.empty()) json["former_address"] = JsonSafe(object.former);
  if (!object.deposed.empty()) json["deposed"] = JsonSafe(object.deposed);
  json["type"] = JsonSafe(object.type);
  json["module"] = JsonSafe(std::string_view(object.address).substr(0, object.module_size));
  json["managed"] = object.managed;
  return json;
}

Json ObjectsJson(const std::vector<ObjectDelta>& objects) {
  Json json = Json::array();
  for (const ObjectDelta& object : objects) json.push_back(ObjectJson(object));
  return json;
}

Json DeltaJson(const VersionDelta& delta) {
  Json json;
  json["added"] = delta.added;
  json["changed"] = delta.changed;
  json["replaced"] = delta.replaced;
  json["moved"] = delta.moved;
  json["removed"] = delta.removed;
  json["objects"] = ObjectsJson(delta.objects);
  return json;
}

Json VersionJson(const HistoryVersion& version) {
  Json json;
  json["name"] = JsonSafe(version.stored.name);
  json["version_id"] = TextOrNull(version.stored.version_id);
  json["role"] = RoleWord(version.stored.role);
  json["latest"] = version.stored.latest;
  json["status"] = StatusOf(version);
  json["failure"] = TextOrNull(version.failure);
  json["time"] = version.HasTime() ? Json(Rfc3339Text(version.stored.time_us)) : Json(nullptr);
  json["time_source"] = TimeSourceWord(version.stored.time_source);
  json["author"] = TextOrNull(version.stored.author);
  json["serial"] = version.has_serial ? Json(version.serial) : Json(nullptr);
  json["lineage"] = version.has_serial ? Json(JsonSafe(version.lineage)) : Json(nullptr);
  json["tool_version"] = JsonSafe(version.tool_version);
  json["written_by"] = FamilyId(version.family);
  json["size"] = version.size;
  json["body_hash"] = version.readable ? Json(version.body.ToHex()) : Json(nullptr);
  json["counts"] = {{"managed", version.managed},
                    {"data", version.data},
                    {"deposed", version.deposed},
                    {"tainted", version.tainted},
                    {"outputs", version.outputs}};
  json["compared_with"] = RowOrNull(version.compared_with);
  json["delta"] = DeltaJson(version.delta);
  return json;
}

Json ChangeJson(const Change& change) {
  Json json;
  json["first"] = change.first;
  json["last"] = change.last;
  json["compared_with"] = RowOrNull(change.compared_with);
  json["net"] = DeltaJson(change.net);
  return json;
}

Json FindingJson(const HistoryReport& report, const History& history, const Finding& finding) {
  const Rule& rule = AllRules()[finding.rule];
  const HistoryVersion& version = history.versions[finding.offset];
  Json json;
  json["rule"] = rule.id;
  json["name"] = rule.name;
  json["severity"] = SeverityName(rule.severity);
  json["version"] = finding.offset;
  json["address"] = TextOrNull(finding.address);
  json["message"] = JsonSafe(finding.message);
  json["remedy"] = JsonSafe(RemedyText(rule, finding.address, report.set->source, version.family));
  return json;
}

Json VerdictJson(const JudgedHistory& judged) {
  constexpr std::string_view kKinds[] = {"successor", "healed", "broken", "unknown"};
  const HistoryVerdict& verdict = judged.verdict;
  Json json;
  json["kind"] = kKinds[static_cast<size_t>(verdict.kind)];
  json["newest"] = RowOrNull(verdict.versions.newest);
  json["last_good"] = RowOrNull(verdict.versions.last_good);
  json["broken_at"] = RowOrNull(verdict.versions.broken_at);
  json["broken_by"] = verdict.versions.broken_by == kRuleCount
                          ? Json(nullptr)
                          : Json(AllRules()[verdict.versions.broken_by].id);
  json["lost"] = ObjectsJson(verdict.lost);
  json["replaced"] = ObjectsJson(verdict.replaced);
  json["changed"] = ObjectsJson(verdict.changed);
  json["gained"] = ObjectsJson(verdict.gained);
  json["text"] = JsonSafe(VerdictText(judged));
  json["commands"] = Json::array();
  for (const std::string& command : RecoveryCommands(judged)) {
    json["commands"].push_back(JsonSafe(command));
  }
  return json;
}

// What is said of a history beside its lists.
Json HeadJson(const History& history) {
  Json json;
  json["key"] = JsonSafe(history.key);
  json["lineage"] = JsonSafe(history.lineage);
  json["order"] = OrderName(history.order);
  json["newest"] = RowOrNull(history.newest);
  json["burst_gap_us"] = history.burst_gap_us;
  json["burst_gap_estimated"] = history.burst_gap_estimated;
  json["changes_by_gap"] = {{"half", CountChanges(history, history.burst_gap_us / 2)},
                            {"gap", CountChanges(history, history.burst_gap_us)},
                            {"double", CountChanges(history, history.burst_gap_us * 2)}};
  return json;
}

Json HistoryJson(const HistoryReport& report, const JudgedHistory& judged) {
  const History& history = *judged.history;
  Json json = HeadJson(history);
  json["versions"] = Json::array();
  for (const HistoryVersion& version : history.versions) {
    json["versions"].push_back(VersionJson(version));
  }
  json["changes"] = Json::array();
  for (const Change& change : history.changes) json["changes"].push_back(ChangeJson(change));
  json["findings"] = Json::array();
  for (const Finding& finding : judged.found.findings) {
    json["findings"].push_back(FindingJson(report, history, finding));
  }
  json["verdict"] = VerdictJson(judged);
  return json;
}

Json SummaryJson(const HistoryReport& report) {
  const std::array<uint64_t, 4> findings = report.Findings();
  Json json;
  json["states"] = report.judged.size();
  for (size_t i = findings.size(); i-- > 0;) {
    json["findings"][std::string(SeverityName(static_cast<Severity>(i)))] = findings[i];
  }
  return json;
}

Json SetJson(const HistorySet& set) {
  Json json;
  json["source"] = JsonSafe(set.source);
  json["store"] = JsonSafe(set.store);
  json["grouped_by_lineage"] = set.grouped_by_lineage;
  json["remarks"] = Json::array();
  for (const std::string& remark : set.remarks) json["remarks"].push_back(JsonSafe(remark));
  json["unlisted"] = Json::array();
  for (const std::string& name : set.unlisted) json["unlisted"].push_back(JsonSafe(name));
  return json;
}

class Lines {
 public:
  void Add(std::string_view record, const History* history, Json&& json) {
    Json line;
    line["record"] = record;
    if (history != nullptr) {
      line["key"] = JsonSafe(history->key);
      line["history_lineage"] = JsonSafe(history->lineage);
    }
    for (auto& [name, value] : json.items()) line[name] = std::move(value);
    out_ += line.dump(-1, ' ', true) + "\n";
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace

std::string RenderHistoryJson(const HistoryReport& report) {
  Json json;
  json["schema_version"] = 1;
  json.update(SetJson(*report.set));
  json["histories"] = Json::array();
  for (const JudgedHistory& judged : report.judged) {
    json["histories"].push_back(HistoryJson(report, judged));
  }
  json["summary"] = SummaryJson(report);
  return json.dump(2, ' ', true) + "\n";
}

std::string RenderHistoryNdjson(const HistoryReport& report) {
  Lines lines;
  lines.Add("source", nullptr, SetJson(*report.set));
  for (const JudgedHistory& judged : report.judged) {
    const History& history = *judged.history;
    lines.Add("history", &history, HeadJson(history));
    for (uint32_t row = 0; row < history.versions.size(); ++row) {
      Json version = VersionJson(history.versions[row]);
      version["version"] = row;
      lines.Add("version", &history, std::move(version));
    }
    for (const Change& change : history.changes) {
      lines.Add("change", &history, ChangeJson(change));
    }
    for (const Finding& finding : judged.found.findings) {
      lines.Add("finding", &history, FindingJson(report, history, finding));
    }
    lines.Add("verdict", &history, VerdictJson(judged));
  }
  lines.Add("summary", nullptr, SummaryJson(report));
  return lines.Take();
}

}  // namespace tfsck
