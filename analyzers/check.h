// Checking one document from bytes to located findings.  Pure; safe from any thread.
#ifndef TFSCK_ANALYZERS_CHECK_H_
#define TFSCK_ANALYZERS_CHECK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/rule.h"
#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

struct IgnoreEntry;  // analyzers/ignore.h

// A finding and where a person finds it.
struct LocatedFinding {
  Finding finding;
  uint64_t line = 1;                        // from 1
  uint64_t column = 1;                      // from 1, in bytes
  const IgnoreEntry* ignored_by = nullptr;  // null: it counts
};

// What a check says of one document.  Holds no bytes of it.
struct DocumentReport {
  std::string path;
  DocumentKind kind = DocumentKind::kOther;
  bool gzip = false;
  uint64_t size = 0;            // bytes, unpacked
  bool readable = false;        // Terraform reads it as a state
  uint64_t format_version = 0;  // 0: no state
  bool has_serial = false;      // states and encrypted envelopes
  uint64_t serial = 0;
  std::string lineage;
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  ToolFamily judged_for = ToolFamily::kUnknown;
  uint64_t resources = 0;  // blocks
  uint64_t instances = 0;  // current objects
  uint64_t deposed = 0;
  uint64_t tainted = 0;
  uint64_t outputs = 0;
  std::vector<LocatedFinding> findings;  // by offset, then rule, then address
  // Exact, also where not all findings were kept; ignored ones are counted in `ignored` instead.
  RuleCounts counts{};
  std::map<const IgnoreEntry*, uint64_t> ignored;
};

struct CheckOptions {
  ToolFamily tool = ToolFamily::kUnknown;  // kUnknown: the family that wrote the state
  bool live_lock = false;                  // a lock record stands beside the file
  unsigned threads = 1;                    // for this one document; 0: one per processor
};

DocumentReport Check(const Document& document, const CheckOptions& options);

// The worst severity among the findings, counted ones included; nothing where there are none.
std::optional<Severity> WorstSeverity(const RuleCounts& counts);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_CHECK_H_
