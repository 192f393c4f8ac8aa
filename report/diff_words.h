// Words for one difference, shared by the renderers of diffs.
#ifndef TFSCK_REPORT_DIFF_WORDS_H_
#define TFSCK_REPORT_DIFF_WORDS_H_

#include <string>
#include <vector>

#include "engine/state_diff.h"

namespace tfsck {

// One line for each aspect of the change, printable: "attributes: ami, tags[\"Name\"]",
// "schema version: 1 -> 2", "dependencies: +a.b, -c.d".  At most `most` names in a line.
std::vector<std::string> ChangeLines(const ChangedParts& change, size_t most);

std::vector<std::string> FormatWords(const ObjectFormat& format);  // "key order", ...
std::vector<std::string> OutputWords(const OutputDiff& output);    // "value", "now sensitive", ...
std::string_view CheckStatusWord(CheckStatus status);
std::string CheckWords(const CheckDiff& check);  // "pass -> fail", "2 objects"

// What the second is to the first: "newer: serial 7 -> 8, same lineage".
std::string RelationWords(const StateDiff& diff);

}  // namespace tfsck

#endif  // TFSCK_REPORT_DIFF_WORDS_H_
