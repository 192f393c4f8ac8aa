// Ignoring findings that somebody has looked at and accepted.  Pure; safe from any thread.
#ifndef TFSCK_ANALYZERS_IGNORE_H_
#define TFSCK_ANALYZERS_IGNORE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "analyzers/check.h"
#include "engine/base/glob.h"

namespace tfsck {

// Which findings of one rule are ignored: all, or those in files and at addresses that match.
struct IgnoreEntry {
  uint16_t rule = 0;            // index into AllRules()
  std::optional<Glob> path;     // see PathMatches
  std::optional<Glob> address;  // a finding about the whole document has none and never matches
  std::string reason;           // "" when none was given
  std::string source;           // what a summary names: .tfsck.yaml, --ignore
  std::string place;            // where a person finds the entry: .tfsck.yaml:5:3
  bool path_is_name = false;    // the path has no '/': it stands for a file's name in any folder
};

// A deque, so that pointers to entries hold while more are added.  Outlives every report.
using IgnoreList = std::deque<IgnoreEntry>;

// Whether the entry's path, if it has one, matches a path as given; a "./" in front of that does
// not count.
bool PathMatches(const IgnoreEntry& entry, std::string_view path);

// The report with each ignored finding marked by the first entry that matches it, and counted in
// `ignored` instead of `counts`.  An entry without an address also takes the findings that were
// counted but not kept.  Fatal findings are never ignored.  Entries times findings.
DocumentReport IgnoreFindings(DocumentReport report, const IgnoreList& list);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_IGNORE_H_
