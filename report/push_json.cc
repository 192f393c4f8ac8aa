// The JSON of `tfsck push-verdict`: docs/formats/push-verdict.schema.json.
#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "report/push_verdict.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json SideJson(const PushSide* side) {
  if (side == nullptr) return nullptr;
  const bool readable = side->state.Readable() && !side->document.buffer.bytes.empty();
  return {{"path", JsonSafe(side->document.path)},
          {"kind", KindName(side->document.kind)},
          {"readable", readable},
          {"serial", readable ? Json(side->state.serial) : Json(nullptr)},
          {"lineage", readable ? Json(JsonSafe(side->state.lineage)) : Json(nullptr)}};
}

Json OutcomeJson(const PushOutcome& outcome) {
  Json json = {{"answer", AnswerName(outcome.answer)},
               {"exit_status", outcome.exit_status},
               {"message", JsonSafe(outcome.message)}};
  json["stored"] = nullptr;
  if (outcome.answer == PushAnswer::kAccepted) {
    json["stored"] = {{"written", outcome.writes},
                      {"serial", outcome.serial},
                      {"lineage", JsonSafe(outcome.lineage)},
                      {"new_lineage", outcome.new_lineage}};
  }
  return json;
}

Json LossJson(const PushVerdict& verdict) {
  if (!verdict.diff) return nullptr;
  Json json = {{"objects", Json::array()}, {"outputs", Json::array()}};
  for (const ObjectRef& object : verdict.diff->removed) {
    json["objects"].push_back(
        {{"address", JsonSafe(object.address)},
         {"deposed", object.deposed.empty() ? Json(nullptr) : Json(JsonSafe(object.deposed))}});
  }
  for (const OutputDiff& output : verdict.diff->outputs) {
    if (output.kind == OutputDiff::Kind::kRemoved) json["outputs"].push_back(JsonSafe(output.name));
  }
  json["changed"] = verdict.diff->changed.size();
  json["moved"] = verdict.diff->moved.size();
  json["added"] = verdict.diff->added.size();
  return json;
}

}  // namespace

std::string RenderPushJson(const PushReport& report) {
  const PushRequest& request = report.request;
  const PushVerdict& verdict = report.verdict;
  Json json = {{"schema_version", 1}, {"source", SideJson(request.source)}};
  json["destination"] = SideJson(request.destination);
  json["backend"] = request.backend->name;
  json["workspace"] = JsonSafe(report.workspace);
  json["force"] = request.force;
  json["safe"] = verdict.Safe();
  json["relation"] = PushRelationName(verdict.relation);
  json["outcomes"] = Json::array();
  for (const PushOutcome& outcome : verdict.outcomes) {
    json["outcomes"].push_back(OutcomeJson(outcome));
  }
  json["without_force"] = nullptr;
  if (verdict.without_force != PushAnswer::kAccepted) {
    json["without_force"] = {{"answer", AnswerName(verdict.without_force)},
                             {"message", JsonSafe(verdict.message_without_force)}};
  }
  json["loses"] = verdict.Loses();
  json["overwrites_newer"] = verdict.OverwritesNewer();
  json["loss"] = LossJson(verdict);
  json["notes"] = Json::array();
  for (const PushNote note : verdict.notes) {
    json["notes"].push_back({{"note", NoteName(note)}, {"text", JsonSafe(NoteText(note, report))}});
  }
  const PushAdvice advice = AdviseOnPush(report);
  json["advice"] = {{"words", JsonSafe(advice.words)}, {"commands", Json::array()}};
  for (const std::string& command : advice.commands) {
    json["advice"]["commands"].push_back(JsonSafe(command));
  }
  return json.dump(2) + "\n";
}

}  // namespace tfsck
