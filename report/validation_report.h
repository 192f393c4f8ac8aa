// The renderings of `tfsck validate`.
//
// Pure: data in, text out.
#ifndef TFSCK_REPORT_VALIDATION_REPORT_H_
#define TFSCK_REPORT_VALIDATION_REPORT_H_

#include <string>

#include "simulator/validation.h"

namespace tfsck {

struct ValidationTextOptions {
  bool all = false;  // what is not run too; else only counted
};

// A line for each row, then one with the counts.
std::string RenderValidationText(const ValidationReport& report,
                                 const ValidationTextOptions& options);
// The same as tables of Markdown, one for each family; for docs/validation.md.
std::string RenderValidationMarkdown(const ValidationReport& report);
std::string RenderValidationJson(const ValidationReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_VALIDATION_REPORT_H_
