#include "analyzers/read_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/tool_version.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr std::string_view kUnsupported = "Unsupported state file format: ";
constexpr std::string_view kInvalid = "Invalid state file format: ";
constexpr std::string_view kNoVersion =
    "The state file does not have a \"version\" attribute, which is required to identify the "
    "format version.";

std::string Quoted(std::string_view text) {
  std::string quoted;
  AppendGoQuoted(text, &quoted);
  return quoted;
}

// As an error that holds several diagnostics prints itself (TF: tfdiags.diagnosticsAsError).
std::string Joined(const std::vector<std::string>& problems) {
  if (problems.size() == 1) return problems.front();
  std::string text = fmt::format("{} problems:\n", problems.size());
  for (const std::string& problem : problems) text += "\n- " + problem;
  return text;
}

std::string SyntaxError(uint64_t go_offset) {
  return Joined({fmt::format("{}The state file could not be parsed as JSON: syntax error at byte "
                             "offset {}.",
                             kUnsupported, go_offset),
                 fmt::format("{}{}", kUnsupported, kNoVersion)});
}

std::string UnknownFormat(const StateSnapshot& state) {
  const bool known = !state.tool_version.empty() && ParseToolVersion(state.tool_version);
  return fmt::format(
      "{}The state file uses format version {}, which is not supported by Terraform 1.11.4. {}",
      kUnsupported, state.format_version,
      known ? fmt::format("This state file was created by Terraform {}.", state.tool_version)
            : "This state file may have been created by a newer version of Terraform.");
}

// "PATH: WHAT" of a field of the wrong kind.
std::string FieldProblem(std::string_view detail) {
  const size_t colon = detail.find(": ");
  if (colon == detail.npos) {
    return fmt::format("{}The state file does not conform to the expected JSON data structure: {}.",
                       kInvalid, detail);
  }
  return fmt::format("{}The state file field {} has invalid value {}", kInvalid,
                     Quoted(detail.substr(0, colon)), detail.substr(colon + 2));
}

class Explanation {
 public:
  Explanation(const Document& document, const StateSnapshot& state)
      : document_(document), state_(state) {}

  std::optional<ReadError> Explain() {
    if (auto text = BeforeParsing()) return ReadError{*text, false};
    if (state_.Readable()) return std::nullopt;
    for (const auto stage : {&Explanation::OfSyntax, &Explanation::OfVersion,
                             &Explanation::OfDecoding, &Explanation::OfContent}) {
      (this->*stage)();
      if (crashes_) return ReadError{"", true};
      if (!problems_.empty()) return ReadError{Joined(problems_), false};
    }
    return ReadError{"", false};
  }

 private:
  std::optional<std::string> BeforeParsing() const {
    if (document_.gzip) return SyntaxError(1);
    if (document_.buffer.bytes.empty()) return "no state";
    if (document_.kind == DocumentKind::kBinaryState) {
      return fmt::format(
          "{}The state is stored in a legacy binary format that is not supported since Terraform "
          "v0.7. To continue, first upgrade the state using Terraform 0.6.16 or earlier.",
          kUnsupported);
    }
    return std::nullopt;
  }

  template <typename OnFact>
  void ForEachRefusal(OnFact&& on_fact) {
    for (const FormatFact& fact : state_.facts) {
      if (fact.refused) on_fact(fact);
    }
  }

  // Go counts the bytes it has read: the bad one too, but there is none at the end.
  void OfSyntax() {
    ForEachRefusal([&](const FormatFact& fact) {
      if (!problems_.empty()) return;
      switch (fact.kind) {
        case FactKind::kTruncated:
          problems_.push_back(SyntaxError(state_.document.size()));
          break;
        case FactKind::kJsonSyntax:
        case FactKind::kTrailingData:
        case FactKind::kTooDeep:
        case FactKind::kByteOrderMark:
          problems_.push_back(SyntaxError(fact.offset + 1));
          break;
        default:
          break;
      }
    });
  }

  void OfVersion() {
    ForEachRefusal([&](const FormatFact& fact) {
      if (fact.kind != FactKind::kVersionBad || !problems_.empty()) return;
      const bool unknown = fact.detail.starts_with("The state file uses format version ");
      problems_.push_back(unknown ? UnknownFormat(state_)
                                  : fmt::format("{}{}", kUnsupported, fact.detail));
    });
  }

  // encoding/json keeps the first problem only.
  void OfDecoding() {
    constexpr std::string_view kList = "resources.instances.dependencies: ";
    ForEachRefusal([&](const FormatFact& fact) {
      const bool decoding =
          fact.kind == FactKind::kFieldType || fact.kind == FactKind::kContainerType ||
          fact.kind == FactKind::kSchemaVersionType || fact.kind == FactKind::kPrivateBad ||
          fact.kind == FactKind::kSerialType ||
          (fact.kind == FactKind::kDependencyBad && fact.detail.starts_with(kList));
      if (decoding && problems_.empty()) problems_.push_back(FieldProblem(fact.detail));
    });
  }

  void OfContent() {
    ForEachRefusal([&](const FormatFact& fact) {
      std::string problem = ContentProblem(fact);
      if (!problem.empty()) problems_.push_back(std::move(problem));
    });
  }

  std::string ContentProblem(const FormatFact& fact) {
    switch (fact.kind) {
      case FactKind::kUpgradeRefused:
        crashes_ |= fact.detail.starts_with("runtime error");
        return std::string(fact.detail);
      case FactKind::kToolVersionBad:
        return fmt::format(
            "Invalid Terraform version string: State file claims to have been written by Terraform "
            "version {}, which is not a valid version string.",
            Quoted(fact.detail));
      case FactKind::kOutputType:
        crashes_ |= fact.detail.find("panic: ") != fact.detail.npos;
        return OutputProblem(
            "Invalid output value type in state: The state file has an invalid "
            "type specification",
            fact.detail);
      case FactKind::kOutputValue:
        return OutputProblem(
            "Invalid output value saved in state: The state file has an invalid value",
            fact.detail);
      case FactKind::kOutputTupleShort:
      case FactKind::kCheckPanics:
      case FactKind::kProviderUnparsable:
        crashes_ = true;
        return "";
      case FactKind::kModeBad:
        return ModeProblem(fact);
      default:
        return InstanceProblem(fact);
    }
  }

  // The detail is `output "NAME": WORDS`.
  static std::string OutputProblem(std::string_view words, std::string_view detail) {
    return fmt::format("{} for {}.", words, detail);
  }

  std::string ModeProblem(const FormatFact& fact) const {
    std::string_view type;
    std::string_view name;
    if (fact.resource != kNoId) {
      type = state_.resources[fact.resource].type;
      name = state_.resources[fact.resource].name;
    }
    return fmt::format(
        "Invalid resource mode in state: State contains a resource with mode {} ({} {}) which is "
        "not supported.",
        Quoted(fact.detail), Quoted(type), Quoted(name));
  }

  std::string InstanceProblem(const FormatFact& fact) const {
    constexpr std::string_view kMetadata = "Invalid resource instance metadata in state: ";
    constexpr std::string_view kDuplicate = "Duplicate resource instance in state: ";
    const std::string instance =
        fact.instance == kNoId ? "" : state_.InstanceAddress(fact.instance);
    switch (fact.kind) {
      case FactKind::kKeyKind: {
        const std::string_view key =
            state_.document.substr(std::min<uint64_t>(fact.offset, state_.document.size()));
        const std::string_view text = key.starts_with("true")    ? " true."
                                      : key.starts_with("false") ? " false."
                                                                 : "";
        return fmt::format("{}Resource {} has an instance with the invalid instance key{}",
                           kMetadata, state_.ResourceAddressText(fact.resource), text);
      }
      case FactKind::kStatusBad:
        return fmt::format("{}Instance {} has invalid status {}.", kMetadata, instance,
                           Quoted(fact.detail));
      case FactKind::kDeposedKeyLength:
        return fmt::format(
            "{}Instance {} has an object with deposed key {}, which is not correctly formatted.",
            kMetadata, instance, Quoted(fact.detail));
      case FactKind::kDuplicateCurrent:
        return fmt::format("{}Instance {} appears multiple times in the state file.", kDuplicate,
                           instance);
      case FactKind::kDuplicateDeposed:
        return fmt::format(
            "{}Instance {} deposed object {} appears multiple times in the state "
            "file.",
            kDuplicate, instance, Quoted(fact.detail));
      default:  // addresses and paths: Terraform's words as they are
        return std::string(fact.detail);
    }
  }

  const Document& document_;
  const StateSnapshot& state_;
  std::vector<std::string> problems_;
  bool crashes_ = false;
};

}  // namespace

std::optional<ReadError> ErrorOfReading(const Document& document, const StateSnapshot& state) {
  return Explanation(document, state).Explain();
}

}  // namespace tfsck
