#include "report/diff_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "engine/base/printable.h"
#include "report/fit_text.h"

namespace tfsck {
namespace {

std::string Joined(const std::vector<std::string>& names, uint64_t left_out, size_t most) {
  const size_t shown = std::min(names.size(), most);
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
  const uint64_t rest = names.size() - shown + left_out;
  return rest == 0 ? text : fmt::format("{} and {} more", text, Grouped(rest));
}

std::string AttributeWord(const AttributeChange& change) {
  if (change.path.empty()) return "all of them";
  const std::string path = Printable(change.path);
  switch (change.kind) {
    case AttributeChange::Kind::kAdded:
      return "+" + path;
    case AttributeChange::Kind::kRemoved:
      return "-" + path;
    case AttributeChange::Kind::kChanged:
      return path;
  }
  return path;
}

// What came with a plus, what went with a minus.
std::vector<std::string> Signed(const std::vector<std::string>& added,
                                const std::vector<std::string>& removed) {
  std::vector<std::string> names;
  const auto name = [](const std::string& text) {
    return text.empty() ? std::string("all of them") : Printable(text);
  };
  for (const std::string& text : added) names.push_back("+" + name(text));
  for (const std::string& text : removed) names.push_back("-" + name(text));
  return names;
}

}  // namespace

std::vector<std::string> ChangeLines(const ChangedParts& change, size_t most) {
  std::vector<std::string> lines;
  const auto list = [&](std::string_view label, const std::vector<std::string>& names,
                        uint64_t left_out) {
    if (!names.empty())
      lines.push_back(fmt::format("{}: {}", label, Joined(names, left_out, most)));
  };
  std::vector<std::string> attributes;
  for (const AttributeChange& attribute : change.attributes) {
    attributes.push_back(AttributeWord(attribute));
  }
  list("attributes", attributes, change.attributes_left_out);
  list("sensitive", Signed(change.sensitive_added, change.sensitive_removed), 0);
  list("dependencies", Signed(change.dependencies_added, change.dependencies_removed), 0);
  if (change.tainted) lines.push_back(change.tainted->after ? "now tainted" : "no longer tainted");
  if (change.schema_version) {
    lines.push_back(fmt::format("schema version: {} -> {}", change.schema_version->before,
                                change.schema_version->after));
  }
  if (change.create_before_destroy) {
    lines.push_back(change.create_before_destroy->after ? "now create_before_destroy"
                                                        : "no longer create_before_destroy");
  }
  if (change.provider) {
    lines.push_back(fmt::format("provider: {} -> {}", Printable(change.provider->before),
                                Printable(change.provider->after)));
  }
  if (change.private_data) lines.push_back("the provider's private data");
  if (change.identity) lines.push_back("the resource identity");
  return lines;
}

std::vector<std::string> FormatWords(const ObjectFormat& format) {
  std::vector<std::string> words;
  if (format.attributes.key_order) words.emplace_back("order of keys");
  if (format.attributes.numbers) words.emplace_back("spelling of numbers");
  if (format.attributes.strings) words.emplace_back("escapes in strings");
  if (format.attributes.repeated_keys) words.emplace_back("repeated keys");
  if (format.dependency_order) words.emplace_back("order of dependencies");
  if (format.sensitive_order) words.emplace_back("order of sensitive paths");
  return words;
}

std::vector<std::string> OutputWords(const OutputDiff& output) {
  std::vector<std::string> words;
  if (output.value) words.emplace_back("value");
  if (output.type) words.emplace_back("type");
  if (output.sensitive) {
    words.emplace_back(output.sensitive->after ? "now sensitive" : "no longer sensitive");
  }
  return words;
}

std::string_view CheckStatusWord(CheckStatus status) {
  constexpr std::array<std::string_view, 4> kWords = {"unknown", "pass", "fail", "error"};
  return kWords[static_cast<size_t>(status)];
}

std::string CheckWords(const CheckDiff& check) {
  if (check.status.before != check.status.after) {
    return fmt::format("{} -> {}", CheckStatusWord(check.status.before),
                       CheckStatusWord(check.status.after));
  }
  return fmt::format("{}, {} different", CheckStatusWord(check.status.after),
                     Counted(check.objects, "object"));
}

std::string RelationWords(const StateDiff& diff) {
  const DiffMetadata& a = diff.metadata.before;
  const DiffMetadata& b = diff.metadata.after;
  switch (diff.relation) {
    case SnapshotRelation::kNewer:
      return fmt::format("newer: serial {} -> {}, same lineage", a.serial, b.serial);
    case SnapshotRelation::kOlder:
      return fmt::format("older: serial {} -> {}, same lineage", a.serial, b.serial);
    case SnapshotRelation::kEqual:
      return diff.terraform_equal || !diff.Differs()
                 ? fmt::format("the same version: serial {}, same lineage", a.serial)
                 : fmt::format("a fork: serial {} and lineage are the same, the content is not",
                               a.serial);
    case SnapshotRelation::kUnrelated:
      return fmt::format("unrelated: lineage {} -> {}", Printable(a.lineage), Printable(b.lineage));
    case SnapshotRelation::kLegacy:
      break;
  }
  const char* const which = a.lineage.empty() && b.lineage.empty() ? "neither has"
                            : a.lineage.empty()                    ? "the first has no"
                                                                   : "the second has no";
  return fmt::format("not comparable: {}{} lineage; serial {} -> {}", which,
                     a.lineage.empty() && b.lineage.empty() ? " a" : "", a.serial, b.serial);
}

}  // namespace tfsck
