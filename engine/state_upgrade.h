// Old states: a document of version 1, 2 or 3 as the equivalent document of version 4.
//
// Pure function, safe from any thread; the result owns its text.  Cost: one pass and a copy in
// memory, about 100 bytes for each value beside the document.  No recursion.
// Source: TF v1.11.4 internal/states/statefile/version{1,2,3}{,_upgrade}.go.
//
// Where Terraform depends on the random order of a Go map, document order is taken: which
// instance's provider a resource gets, and which of several reasons for refusal is told.
#ifndef TFSCK_ENGINE_STATE_UPGRADE_H_
#define TFSCK_ENGINE_STATE_UPGRADE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tfsck {

// What stands at `v4_offset` and behind, up to the next entry, comes from `source_offset`.
struct SourceMapEntry {
  uint64_t v4_offset = 0;
  uint64_t source_offset = 0;
};

struct UpgradedState {
  // One line.  Resources in the order of Terraform's writer; no check_results.  Objects whose
  // attributes were absent have none; `attributes_flat` is there also when it is empty, because
  // Terraform tells the two apart when it writes.  Integer keys are exact, also where Terraform's
  // reader of version 4 would round them (beyond 2^53).
  std::string document;
  // Ascending.  One entry for each output (its name in the old document), resource (the key of the
  // instance that came first) and object of an instance (its opening brace).
  std::vector<SourceMapEntry> source_map;
};

struct UpgradeRefusal {
  std::string message;  // Terraform's "summary: detail"; where it panics, what it panics with
  bool panics = false;
};

// REQUIRES: `version` is 1, 2 or 3, and `document` has 64 readable bytes behind it.
tl::expected<UpgradedState, UpgradeRefusal> UpgradeToV4(std::string_view document,
                                                        uint64_t version);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_UPGRADE_H_
