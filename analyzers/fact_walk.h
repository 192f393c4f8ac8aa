// Walking the FormatFacts of a snapshot: most rules only say what one kind of fact means.
//
// Cost: one pass over the facts, which are few in a healthy state.
#ifndef TFSCK_ANALYZERS_FACT_WALK_H_
#define TFSCK_ANALYZERS_FACT_WALK_H_

#include <string>
#include <string_view>
#include <utility>

#include "analyzers/rule.h"

namespace tfsck {

// Calls visit(fact) for every fact of the kind, in document order.
template <typename Visit>
void ForEachFact(const StateSnapshot& state, FactKind kind, Visit&& visit) {
  for (const FormatFact& fact : state.facts) {
    if (fact.kind == kind) visit(fact);
  }
}

inline bool HasFact(const StateSnapshot& state, FactKind kind) {
  for (const FormatFact& fact : state.facts) {
    if (fact.kind == kind) return true;
  }
  return false;
}

// Address of the instance or resource that a fact belongs to; "" for one about the document.
std::string FactAddress(const StateSnapshot& state, const FormatFact& fact);

// Reports one finding per fact of the kind, at the fact's own offset; message(fact) words it.
template <typename Message>
void ReportFacts(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind,
                 Message&& message) {
  ForEachFact(input.state, kind, [&](const FormatFact& fact) {
    reporter.Report(rule, fact.offset, FactAddress(input.state, fact), message(fact));
  });
}

// The same with the fact's own words behind `lead`.
void ReportDetails(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind,
                   std::string_view lead);

// The same for facts whose words are "FIELD: KIND [LITERAL]": says that the field cannot be that.
void ReportFieldKinds(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind);

// Whether a field such as `lineage` stands there as another kind of value, so that it only seems to
// be absent.
bool HasWrongKind(const StateSnapshot& state, std::string_view field);

// "array" -> "an array", "number -1" -> "the number -1".
std::string KindPhrase(std::string_view kind);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_FACT_WALK_H_
