// The JSON of `tfsck analytic`: docs/formats/analytic.schema.json.
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/analytic_report.h"
#include "report/json_text.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json Texts(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(JsonSafe(text));
  return json;
}

}  // namespace

std::string RenderAnalyticJson(const Scenario& scenario, const AnalyticReport& report) {
  Json answers = Json::array();
  for (const AnalyticAnswer& answer : report.answers) {
    answers.push_back({{"subject", JsonSafe(answer.subject)},
                       {"quantity", answer.quantity},
                       {"value", std::isfinite(answer.value) ? Json(answer.value) : Json(nullptr)},
                       {"unit", answer.unit},
                       {"kind", NameOf(answer.kind)},
                       {"theorem", answer.theorem}});
  }
  const Json json = {
      {"schema_version", 1},
      {"scenario", {{"name", JsonSafe(scenario.name)}, {"discipline", scenario.lock.name}}},
      {"answers", std::move(answers)},
      {"simplified", Texts(report.simplified)},
      {"unanswered", Texts(report.unanswered)}};
  return json.dump(2) + "\n";
}

}  // namespace tfsck
