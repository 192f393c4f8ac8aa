// The JSON of `tfsck validate`.
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/validation_report.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

Json Number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json RowJson(const ValidatedRow& row) {
  Json json = {{"case", row.row.family},
               {"params", row.row.params},
               {"quantity", row.row.quantity},
               {"exact", row.row.value},
               {"verdict", NameOf(row.verdict)}};
  if (!row.why.empty()) json["why"] = row.why;
  if (!row.row.file.empty()) json["scenario"] = row.row.file;
  if (row.analytic) {
    json["analytic"] = {{"value", Number(*row.analytic)}, {"error", Number(row.AnalyticError())}};
  }
  if (row.simulated) {
    json["simulated"] = {{"measure", row.row.measure},
                         {"mean", Number(row.simulated->mean)},
                         {"half_width", Number(row.simulated->half_width)},
                         {"error_in_half_widths", Number(row.SimulatedError())}};
  }
  return json;
}

}  // namespace

std::string RenderValidationJson(const ValidationReport& report) {
  Json rows = Json::array();
  for (const ValidatedRow& row : report.rows) rows.push_back(RowJson(row));
  const Json json = {{"version", 1},
                     {"quick", report.quick},
                     {"ok", report.Count(Verdict::kOk)},
                     {"off", report.Count(Verdict::kOff)},
                     {"not_run", report.Count(Verdict::kNotRun)},
                     {"scenarios", report.scenarios},
                     {"rows", std::move(rows)}};
  return json.dump(2) + "\n";
}

}  // namespace tfsck
