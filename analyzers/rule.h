// Rules: opinions about facts.  Pure functions from the facts of one document, one history or the
// locks of one state to findings.
//
// The catalogue is analyzers/rules.def: one row per rule.  A rule never prints and never stops the
// others; Reporter is the one funnel, so severity, texts and limits are applied in one place.
#ifndef TFSCK_ANALYZERS_RULE_H_
#define TFSCK_ANALYZERS_RULE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/severity.h"
#include "engine/document.h"
#include "engine/graph.h"
#include "engine/state.h"

namespace tfsck {

// What a rule looks at, which is also its function: a document (RuleInput, below), a history
// (analyzers/history_rules.h) or the locks of one state (analyzers/lock_rules.h).
using RuleCheck = std::variant<void (*)(const struct RuleInput&, class Reporter&),
                               void (*)(const struct HistoryInput&, Reporter&),
                               void (*)(const struct LockInput&, Reporter&)>;
enum class RuleScope : uint8_t { kDocument, kHistory, kLock };  // RuleCheck::index()

struct Rule {
  std::string_view id;    // SYN001
  std::string_view name;  // empty-file: named for the bad pattern
  Severity severity;
  std::string_view summary;  // one line: what it finds
  std::string_view why;      // one sentence: why it matters
  std::string_view remedy;   // commands and words; {address}, {file}, {tool}: see RemedyText
  RuleCheck check;

  RuleScope scope() const { return static_cast<RuleScope>(check.index()); }
};

// Every rule, ascending by id.
std::span<const Rule> AllRules();
const Rule* FindRule(std::string_view id_or_name);  // null when there is none

// Rows of rules.def as constants: kSYN001 is the index into AllRules().
enum RuleIndex : uint16_t {
#define TFSCK_RULE(id, name, severity, summary, why, remedy, check) k##id,
#include "analyzers/rules.def"
  kRuleCount
};

struct Finding {
  uint16_t rule = 0;  // index into AllRules()
  // Where: byte in the document; row of History::versions; row of LockEvidence::records.
  uint64_t offset = 0;
  std::string address;  // "" when the finding is about the whole
  std::string message;  // what: one sentence without a final stop; never an attribute's value
};

// What a rule may look at.  All references outlive the call.
struct RuleInput {
  const Document& document;    // kind, path, bytes
  const StateSnapshot& state;  // read where document.kind is kState, else as constructed
  const DependencyGraph& graph;
  ToolFamily tool;         // the family whose rules count: --for, else the writer's
  bool live_lock = false;  // a lock record stands beside the file
};

// How many findings each rule has, exact also where not all of them were kept.
using RuleCounts = std::array<uint64_t, kRuleCount>;

// Findings kept per rule and document; hostile input could ask for millions of texts.
inline constexpr uint64_t kMaxFindingsPerRule = 100'000;

// Collects the findings of one document, history or set of locks.
class Reporter {
 public:
  void Report(RuleIndex rule, uint64_t offset, std::string address, std::string message);
  // The same for an instance or resource row of the state: address and offset are taken from it.
  void ReportInstance(RuleIndex rule, const StateSnapshot& state, uint32_t instance,
                      std::string message);
  void ReportResource(RuleIndex rule, const StateSnapshot& state, uint32_t resource,
                      std::string message);

  // Takes over what another reporter collected.
  void Merge(Reporter&& other);
  std::vector<Finding> Take();  // ordered by offset, then rule, then address
  const RuleCounts& counts() const { return counts_; }

 private:
  std::vector<Finding> findings_;
  RuleCounts counts_{};
};

// Runs every rule of scope kDocument over one document, on up to `threads` threads (0: one per
// processor); the result is the same for any number.  At most kMaxFindingsPerRule findings of one
// rule are given, the first that it reported; `counts`, unless null, takes the exact numbers.
std::vector<Finding> CheckDocument(const RuleInput& input, RuleCounts* counts = nullptr,
                                   unsigned threads = 1);

// The remedy of a rule for one finding: {address} and {file} are quoted for a POSIX shell where
// they need it, {tool} is `terraform` or `tofu`.  Text from the state stays raw: escape it before
// it is printed.
std::string RemedyText(const Rule& rule, std::string_view address, std::string_view file,
                       ToolFamily tool);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_RULE_H_
