// SCH rules about check results.
//
// What a result may say is what Terraform's recorder can produce (TF: internal/checks/state.go,
// AggregateCheckStatus and ObjectFailureMessages); a healthy state never shows more.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

std::string_view StatusName(CheckStatus status) {
  switch (status) {
    case CheckStatus::kPass:
      return "pass";
    case CheckStatus::kFail:
      return "fail";
    case CheckStatus::kError:
      return "error";
    case CheckStatus::kUnknown:
      return "unknown";
  }
  return "unknown";
}

// The status of all objects together: error, else fail, else unknown, else pass.
CheckStatus Summary(const CheckResult& result) {
  CheckStatus worst = CheckStatus::kPass;
  const auto rank = [](CheckStatus status) {
    switch (status) {
      case CheckStatus::kPass:
        return 0;
      case CheckStatus::kUnknown:
        return 1;
      case CheckStatus::kFail:
        return 2;
      case CheckStatus::kError:
        return 3;
    }
    return 0;
  };
  for (const CheckObject& object : result.objects) {
    if (rank(object.status) > rank(worst)) worst = object.status;
  }
  return worst;
}

// A canonical address without its instance keys.
std::string WithoutKeys(std::string_view address) {
  std::string text;
  bool in_key = false;
  bool in_quotes = false;
  for (size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    if (in_quotes) {
      if (c == '\\') ++i;
      if (c == '"') in_quotes = false;
    } else if (in_key) {
      if (c == '"') in_quotes = true;
      if (c == ']') in_key = false;
    } else if (c == '[') {
      in_key = true;
    } else {
      text += c;
    }
  }
  return text;
}

void ReportUnknownStatus(std::string_view address, std::string_view status_text, uint64_t offset,
                         Reporter& reporter) {
  constexpr std::string_view kKnown[] = {"pass", "fail", "error", "unknown"};
  if (std::ranges::find(kKnown, status_text) != std::end(kKnown)) return;
  reporter.Report(kSCH021, offset, std::string(address),
                  fmt::format("status \"{}\" is none of pass, fail, error, unknown", status_text));
}

void CheckObjectOf(const CheckResult& result, const CheckObject& object, Reporter& reporter) {
  const std::string address(object.address);
  ReportUnknownStatus(object.address, object.status_text, object.offset, reporter);
  if (WithoutKeys(object.address) != result.address) {
    reporter.Report(kSCH021, object.offset, address,
                    fmt::format("object stands under config_addr {}", result.address));
  }
  if (object.status == CheckStatus::kFail && object.failure_messages.empty()) {
    reporter.Report(kSCH021, object.offset, address, "status is fail without a failure message");
  }
  if (object.status == CheckStatus::kPass && !object.failure_messages.empty()) {
    reporter.Report(kSCH021, object.offset, address, "status is pass with a failure message");
  }
}

// Nobody knows how many objects there are while the status is unknown; no object at all passes.
bool MayHaveNoObjects(CheckStatus status) {
  return status == CheckStatus::kUnknown || status == CheckStatus::kPass;
}

void CheckAggregate(const CheckResult& result, Reporter& reporter) {
  const std::string address(result.address);
  ReportUnknownStatus(result.address, result.status_text, result.offset, reporter);
  if (result.objects.empty()) {
    if (MayHaveNoObjects(result.status)) return;
    reporter.Report(kSCH021, result.offset, address,
                    fmt::format("status is {} without any object", StatusName(result.status)));
    return;
  }
  const CheckStatus summary = Summary(result);
  if (summary == result.status) return;
  reporter.Report(kSCH021, result.offset, address,
                  fmt::format("status is {}, but its objects together make it {}",
                              StatusName(result.status), StatusName(summary)));
}

}  // namespace

void CheckCheckPanics(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH019, FactKind::kCheckPanics,
                "address of another kind than its object_kind: ");
}

void CheckCheckAddress(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH020, FactKind::kCheckAddress, "address of a check result: ");
}

void CheckCheckKind(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH036, FactKind::kCheckKindUnknown, [](const FormatFact& fact) {
    return fmt::format("object_kind \"{}\" is none of resource, output, check, var", fact.detail);
  });
}

void CheckCheckConsistency(const RuleInput& input, Reporter& reporter) {
  std::set<std::pair<std::string_view, std::string_view>> results;
  for (const CheckResult& result : input.state.checks) {
    if (!results.emplace(result.kind, result.address).second) {
      reporter.Report(kSCH021, result.offset, std::string(result.address),
                      "a second check result of the same address");
    }
    CheckAggregate(result, reporter);
    std::unordered_set<std::string_view> objects;
    for (const CheckObject& object : result.objects) {
      CheckObjectOf(result, object, reporter);
      if (objects.insert(object.address).second) continue;
      reporter.Report(kSCH021, object.offset, std::string(object.address),
                      "a second object with the same address");
    }
  }
}

void CheckCheckObjectAbsent(const RuleInput& input, Reporter& reporter) {
  // A refused block has no address, so what seems absent may be it.
  if (!input.state.Readable()) return;
  std::unordered_set<std::string_view> present;
  if (!input.state.checks.empty()) {
    for (const HubResource& resource : input.state.hubs) {
      if (resource.in_state) present.insert(resource.text);
    }
  }
  for (const CheckResult& result : input.state.checks) {
    if (result.kind != "resource" || result.objects.empty()) continue;
    if (present.contains(result.address)) continue;
    reporter.Report(kSCH038, result.offset, std::string(result.address),
                    "the state has no such resource");
  }
}

}  // namespace tfsck
