// The JSON of `tfsck lock`: docs/formats/lock.schema.json.
#include <nlohmann/json.hpp>

#include "analyzers/lock_holder.h"
#include "engine/base/time_text.h"
#include "report/json_text.h"
#include "report/lock_report.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(JsonSafe(text));
}

Json TimeOrNull(const std::optional<int64_t>& time_us) {
  return time_us ? Json(Rfc3339Text(*time_us)) : Json(nullptr);
}

Json Texts(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(JsonSafe(text));
  return json;
}

Json InfoJson(const LockInfo& info) {
  return {{"id", JsonSafe(info.id)},           {"operation", JsonSafe(info.operation)},
          {"info", JsonSafe(info.info)},       {"who", JsonSafe(info.who)},
          {"version", JsonSafe(info.version)}, {"created", JsonSafe(info.created)},
          {"path", JsonSafe(info.path)},       {"flaw", TextOrNull(info.flaw)}};
}

Json GateJson(const GateResult& gate) {
  return {{"gate", GateId(gate.gate)},
          {"answer", GateAnswerName(gate.answer)},
          {"sign_of_life", gate.sign_of_life},
          {"reason", JsonSafe(gate.reason)},
          {"bring", TextOrNull(gate.bring)}};
}

Json LockJson(const LockRecord& record, const LockJudgement& judgement) {
  const std::string& who = record.held_by.empty() ? record.info.who : record.held_by;
  Json json;
  json["backend"] = BackendId(record.backend);
  json["container"] = TextOrNull(record.state.container);
  json["state"] = TextOrNull(record.state.key);
  json["record"] = TextOrNull(record.lock_place);
  json["source"] = JsonSafe(record.source);
  json["lock_info"] = record.has_info ? InfoJson(record.info) : Json(nullptr);
  json["holder_kind"] = HolderKindId(ClassifyHolder(who).kind);
  json["held_by"] = TextOrNull(record.held_by);
  json["created"] = TimeOrNull(record.created_us);
  json["age_us"] = judgement.age_us ? Json(*judgement.age_us) : Json(nullptr);
  json["unlock_id"] = TextOrNull(record.unlock_id);
  json["verdict"] = LockStateName(judgement.state);
  json["gates"] = Json::array();
  for (const GateResult& gate : judgement.gates) json["gates"].push_back(GateJson(gate));
  json["commands"] = Texts(judgement.commands);
  json["refusal"] = TextOrNull(judgement.refusal);
  json["notes"] = Texts(judgement.hidden);
  return json;
}

Json VersionJson(const ObjectVersion& version) {
  return {{"name", JsonSafe(version.name)},
          {"version_id", TextOrNull(version.version_id)},
          {"md5", TextOrNull(version.md5)},
          {"time", TimeOrNull(version.time_us)},
          {"current", version.current},
          {"has_digest", version.has_digest},
          {"whole", version.bytes_given ? Json(version.whole) : Json(nullptr)},
          {"serial", version.bytes_given ? Json(version.serial) : Json(nullptr)}};
}

Json DigestJson(const DigestRecord& digest, const DigestDiagnosis& diagnosis) {
  Json json;
  json["container"] = TextOrNull(digest.state.container);
  json["state"] = JsonSafe(digest.state.key);
  json["lock_id"] = JsonSafe(digest.lock_id);
  json["source"] = JsonSafe(digest.source);
  json["digest"] = digest.has_digest ? Json(JsonSafe(digest.digest)) : Json(nullptr);
  json["verdict"] = DigestStateName(diagnosis.state);
  json["versions"] = Json::array();
  for (const ObjectVersion& version : diagnosis.versions) {
    json["versions"].push_back(VersionJson(version));
  }
  json["versions_left_out"] = diagnosis.versions_left_out;
  json["advice"] = TextOrNull(diagnosis.advice);
  json["commands"] = Texts(diagnosis.commands);
  return json;
}

Json HoldJson(const LockHold& hold) {
  Json json;
  json["state"] = JsonSafe(hold.state);
  json["object"] = JsonSafe(hold.object);
  json["version_id"] = TextOrNull(hold.version_id);
  json["lock_info"] = hold.has_info ? InfoJson(hold.info) : Json(nullptr);
  json["start"] = Rfc3339Text(hold.start_us);
  json["end"] = TimeOrNull(hold.end_us);
  json["held_us"] = hold.end_us ? Json(*hold.end_us - hold.start_us) : Json(nullptr);
  json["ended"] = HoldEndName(hold.end);
  json["writes"] = hold.writes;
  json["last_write"] = TimeOrNull(hold.last_write_us);
  return json;
}

Json HistoryJson(const LockHistory& history) {
  Json json;
  json["holds"] = Json::array();
  for (const LockHold& hold : history.holds) json["holds"].push_back(HoldJson(hold));
  json["overlaps"] = Json::array();
  for (const LockOverlap& overlap : history.overlaps) {
    json["overlaps"].push_back({{"first", overlap.first}, {"second", overlap.second}});
  }
  json["unguarded_writes"] = Json::array();
  for (const UnguardedWrite& write : history.unguarded) {
    json["unguarded_writes"].push_back({{"state", JsonSafe(write.state)},
                                        {"version_id", TextOrNull(write.version_id)},
                                        {"time", Rfc3339Text(write.time_us)}});
  }
  return json;
}

Json FindingJson(const LockReport& report, const Finding& finding) {
  const Rule& rule = AllRules()[finding.rule];
  const std::string source = SourceOfPlace(report.evidence, finding.offset);
  return {{"rule", rule.id},
          {"name", rule.name},
          {"severity", SeverityName(rule.severity)},
          {"address", TextOrNull(finding.address)},
          {"source", TextOrNull(source)},
          {"message", JsonSafe(finding.message)},
          {"remedy", JsonSafe(RemedyText(rule, finding.address, source, ToolFamily::kTerraform))}};
}

Json SourcesJson(const LockEvidence& evidence) {
  Json json = Json::array();
  for (const LockSource& source : evidence.sources) {
    json.push_back({{"path", JsonSafe(source.path)},
                    {"kind", SourceKindName(source.kind)},
                    {"whole_table", source.whole_table},
                    {"bad_lines", source.bad_lines}});
  }
  return json;
}

}  // namespace

std::string RenderLockJson(const LockReport& report) {
  Json json;
  json["schema_version"] = 1;
  json["now"] = Rfc3339Text(report.options.now_us);
  json["sources"] = SourcesJson(report.evidence);
  json["locks"] = Json::array();
  for (size_t i = 0; i < report.judgements.size(); ++i) {
    json["locks"].push_back(LockJson(report.evidence.records[i], report.judgements[i]));
  }
  json["digests"] = Json::array();
  for (size_t i = 0; i < report.digests.size(); ++i) {
    json["digests"].push_back(DigestJson(report.evidence.digests[i], report.digests[i]));
  }
  json["history"] = HistoryJson(report.history);
  json["findings"] = Json::array();
  for (const Finding& finding : report.findings) {
    json["findings"].push_back(FindingJson(report, finding));
  }
  return json.dump(2, ' ', true) + "\n";
}

}  // namespace tfsck
