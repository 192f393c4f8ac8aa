// HCL traversals: a name, then attributes and indexes, as every address of Terraform is written.
//
// The result's names are views into the text, which the caller keeps alive.  Safe from any thread.
// Cost: one pass over the text.
#ifndef TFSCK_ENGINE_HCL_TRAVERSAL_H_
#define TFSCK_ENGINE_HCL_TRAVERSAL_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/hcl_number.h"
#include "engine/hcl_problems.h"

namespace tfsck {

struct TraversalStep {
  enum class Kind : uint8_t {
    kName,         // the root, or an attribute
    kStringIndex,  // ["text"]
    kNumberIndex,  // [3]
  };
  Kind kind = Kind::kName;
  std::string_view name;  // kName
  std::string key;        // kStringIndex: unescaped, in normalisation form C
  NumberLiteral number;   // kNumberIndex: whole or not, never invalid

  bool IsName() const { return kind == Kind::kName; }
};

struct Traversal {
  std::vector<TraversalStep> steps;  // not empty, and begins with a name, when there is no problem
  HclProblems problems;
};

// Parses the whole text as an absolute traversal; white space, newlines and comments between
// tokens are skipped (HCL: hclsyntax.ParseTraversalAbs).
Traversal ParseTraversal(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HCL_TRAVERSAL_H_
