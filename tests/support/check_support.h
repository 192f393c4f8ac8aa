// Checking a file or a text in a test, and what of the answer most tests compare.
#ifndef TFSCK_TESTS_SUPPORT_CHECK_SUPPORT_H_
#define TFSCK_TESTS_SUPPORT_CHECK_SUPPORT_H_

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/check.h"

namespace tfsck::test {

// Loads and checks a file.  A lock record beside it, as Terraform's local backend names it, counts
// as live.  A file that cannot be loaded fails the test and has no findings.
DocumentReport CheckFile(const std::string& path, ToolFamily tool = ToolFamily::kUnknown);

// Checks a text as if it were a file's content.
DocumentReport CheckText(std::string_view text, CheckOptions options = {});

// Rule id and address of each finding, in the report's order.
std::vector<std::pair<std::string, std::string>> RuleIds(const DocumentReport& report);
std::vector<std::pair<std::string, std::string>> RuleIds(const std::string& path);

// The rule ids alone, each once.
std::set<std::string> DistinctRules(const DocumentReport& report);

// "SYN001 9:1 module.m.x.y[0]: what" per finding; without an address, "SYN001 9:1 what".
std::vector<std::string> Lines(const DocumentReport& report);

// The whole content of a file; a file that cannot be read fails the test.
std::string ReadFile(const std::string& path);

// TFSCK_SOURCE_DIR/corpus/NAME.
std::string CorpusPath(std::string_view name);

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SUPPORT_CHECK_SUPPORT_H_
