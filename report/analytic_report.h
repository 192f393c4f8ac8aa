// What `tfsck analytic` answers, rendered.  Pure: data in, text out.
#ifndef TFSCK_REPORT_ANALYTIC_REPORT_H_
#define TFSCK_REPORT_ANALYTIC_REPORT_H_

#include <string>

#include "simulator/analytic/analytic.h"
#include "simulator/scenario.h"

namespace tfsck {

std::string RenderAnalyticText(const Scenario& scenario, const AnalyticReport& report, bool color);
// docs/formats/analytic.schema.json.
std::string RenderAnalyticJson(const Scenario& scenario, const AnalyticReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_ANALYTIC_REPORT_H_
