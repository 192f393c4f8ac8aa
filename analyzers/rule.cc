#include "analyzers/rule.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "engine/base/parallel.h"
#include "engine/base/shell_text.h"

namespace tfsck {
namespace {

constexpr Rule kRules[] = {
#define TFSCK_RULE(id, name, severity, summary, why, remedy, check) \
  {#id, name, Severity::severity, summary, why, remedy, &check},
#include "analyzers/rules.def"
};

// Rules that say of a resource that it is absent: it may stand behind the place where a damaged
// document breaks off.
constexpr size_t kAboutAbsence[] = {kGRF002, kSCH038};

bool BreaksOff(const StateSnapshot& state) {
  return HasFact(state, FactKind::kJsonSyntax) || HasFact(state, FactKind::kTruncated) ||
         HasFact(state, FactKind::kTooDeep);
}

}  // namespace

std::span<const Rule> AllRules() { return kRules; }

const Rule* FindRule(std::string_view id_or_name) {
  for (const Rule& rule : kRules) {
    if (rule.id == id_or_name || rule.name == id_or_name) return &rule;
  }
  return nullptr;
}

void Reporter::Report(RuleIndex rule, uint64_t offset, std::string address, std::string message) {
  if (++counts_[rule] > kMaxFindingsPerRule) return;
  findings_.push_back(
      {static_cast<uint16_t>(rule), offset, std::move(address), std::move(message)});
}

void Reporter::ReportInstance(RuleIndex rule, const StateSnapshot& state, uint32_t instance,
                              std::string message) {
  Report(rule, state.instances[instance].offset, state.InstanceAddress(instance),
         std::move(message));
}

void Reporter::ReportResource(RuleIndex rule, const StateSnapshot& state, uint32_t resource,
                              std::string message) {
  Report(rule, state.resources[resource].offset, state.ResourceAddressText(resource),
         std::move(message));
}

void Reporter::Merge(Reporter&& other) {
  if (findings_.empty()) {
    findings_ = std::move(other.findings_);
  } else {
    std::ranges::move(other.findings_, std::back_inserter(findings_));
  }
  for (size_t rule = 0; rule < counts_.size(); ++rule) counts_[rule] += other.counts_[rule];
}

std::vector<Finding> Reporter::Take() {
  std::ranges::stable_sort(findings_, [](const Finding& a, const Finding& b) {
    return std::tie(a.offset, a.rule, a.address) < std::tie(b.offset, b.rule, b.address);
  });
  return std::move(findings_);
}

std::vector<Finding> CheckDocument(const RuleInput& input, RuleCounts* counts, unsigned threads) {
  const bool broken_off = BreaksOff(input.state);
  const auto check = [&](size_t rule, Reporter& reporter) {
    if (broken_off && std::ranges::find(kAboutAbsence, rule) != std::end(kAboutAbsence)) return;
    if (const auto* document = std::get_if<0>(&kRules[rule].check)) (*document)(input, reporter);
  };
  Reporter all;
  if (threads == 1) {
    // A reporter for each rule, with counts for all, would cost a small file more than its rules.
    for (size_t rule = 0; rule < kRuleCount; ++rule) check(rule, all);
  } else {
    std::vector<Reporter> reporters(kRuleCount);
    ParallelFor(kRuleCount, threads, [&](size_t rule) { check(rule, reporters[rule]); });
    for (Reporter& reporter : reporters) all.Merge(std::move(reporter));
  }
  if (counts != nullptr) *counts = all.counts();
  return all.Take();
}

namespace {

std::string FileWord(std::string_view file) {
  if (file == "-") return "state.tfstate";  // standard input has no name that a command could use
  return QuoteFileForShell(file);
}

}  // namespace

std::string RemedyText(const Rule& rule, std::string_view address, std::string_view file,
                       ToolFamily tool) {
  const std::pair<std::string_view, std::string> texts[] = {
      {"{address}", QuoteForShell(address)},
      {"{file}", FileWord(file)},
      {"{tool}", tool == ToolFamily::kOpenTofu ? "tofu" : "terraform"},
  };
  std::string filled;
  std::string_view rest = rule.remedy;
  while (!rest.empty()) {
    const size_t brace = std::min(rest.find('{'), rest.size());
    filled += rest.substr(0, brace);
    rest.remove_prefix(brace);
    const auto* found =
        std::ranges::find_if(texts, [&](const auto& text) { return rest.starts_with(text.first); });
    if (found != std::end(texts)) {
      filled += found->second;
      rest.remove_prefix(found->first.size());
    } else if (!rest.empty()) {
      filled += rest.front();
      rest.remove_prefix(1);
    }
  }
  return filled;
}

}  // namespace tfsck
