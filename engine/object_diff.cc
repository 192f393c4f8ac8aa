#include "engine/object_diff.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/json/indent.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

using Names = std::vector<std::string>;

// A sensitive path as Terraform writes it, and as a person reads it.
using WrittenPath = std::pair<std::string, std::string>;

template <typename T>
void SortDistinct(std::vector<T>* items) {
  std::ranges::sort(*items);
  items->erase(std::unique(items->begin(), items->end()), items->end());
}

// What `items` has and `others` has not; both sorted.
template <typename T>
std::vector<T> Without(const std::vector<T>& items, const std::vector<T>& others) {
  std::vector<T> rest;
  std::ranges::set_difference(items, others, std::back_inserter(rest));
  return rest;
}

Names DependencyNames(const StateSnapshot& state, const Instance& object) {
  Names names;
  for (const uint32_t hub : state.Dependencies(object.dependency_list)) {
    names.emplace_back(state.hubs[hub].text);
  }
  return names;
}

std::vector<WrittenPath> SensitivePathsOf(const Instance& object) {
  std::vector<WrittenPath> written;
  const auto paths = ParseSensitivePaths(object.sensitive_attributes);
  if (!paths) return written;
  for (const SensitivePath& path : *paths) {
    std::string text;
    AppendSensitivePaths({path}, &text);
    written.emplace_back(std::move(text), PathText(path));
  }
  return written;
}

Names Readable(const std::vector<WrittenPath>& paths) {
  Names names;
  for (const WrittenPath& path : paths) names.push_back(path.second);
  return names;
}

std::string_view FlatAttributes(const StateSnapshot& state, const Instance& object) {
  return object.extra == kNoId ? "" : state.extras[object.extra].attributes_flat;
}

std::string Identity(const StateSnapshot& state, const Instance& object) {
  std::string text;
  if (object.extra == kNoId) return text;
  const InstanceExtra& extra = state.extras[object.extra];
  if (!extra.identity.empty()) json::AppendCompact(extra.identity, &text);
  return text + "/" + std::to_string(extra.identity_schema_version);
}

template <typename T>
std::optional<BeforeAfter<T>> Differing(T before, T after) {
  if (before == after) return std::nullopt;
  return BeforeAfter<T>{std::move(before), std::move(after)};
}

void DiffAllAttributes(std::string_view before, std::string_view after, ObjectDiff* diff) {
  AttributeDiff found = DiffAttributes(before, after);
  diff->change.attributes = std::move(found.changes);
  diff->change.attributes_left_out = found.left_out;
  diff->format.attributes = found.respelled;
}

// Absent attributes are written as {}, beside which nothing flat stands.
void DiffAttributesOf(const StateSnapshot& before, const Instance& a, const StateSnapshot& after,
                      const Instance& b, ObjectDiff* diff) {
  constexpr std::string_view kPadded =
      "{}                                                                ";
  const std::string_view none = kPadded.substr(0, 2);
  const std::string_view flat_a = a.attributes.empty() ? FlatAttributes(before, a) : "";
  const std::string_view flat_b = b.attributes.empty() ? FlatAttributes(after, b) : "";
  if (flat_a.empty() != flat_b.empty()) {
    diff->change.attributes.push_back({AttributeChange::Kind::kChanged, ""});
  } else if (!flat_a.empty()) {
    DiffAllAttributes(flat_a, flat_b, diff);
  } else {
    DiffAllAttributes(a.attributes.empty() ? none : a.attributes,
                      b.attributes.empty() ? none : b.attributes, diff);
  }
}

void DiffSensitivePaths(const Instance& a, const Instance& b, ObjectDiff* diff) {
  std::vector<WrittenPath> before = SensitivePathsOf(a);
  std::vector<WrittenPath> after = SensitivePathsOf(b);
  if (before == after) return;
  SortDistinct(&before);
  SortDistinct(&after);
  diff->change.sensitive_added = Readable(Without(after, before));
  diff->change.sensitive_removed = Readable(Without(before, after));
  diff->format.sensitive_order = before == after;
}

void DiffDependencies(Names before, Names after, ObjectDiff* diff) {
  if (before == after) return;
  SortDistinct(&before);
  SortDistinct(&after);
  diff->change.dependencies_added = Without(after, before);
  diff->change.dependencies_removed = Without(before, after);
  diff->format.dependency_order = before == after;
}

// A repeated key gives an object a second half elsewhere.
bool MergedSomewhere(const StateSnapshot& state) {
  return std::ranges::any_of(
      state.facts, [](const FormatFact& fact) { return fact.kind == FactKind::kRepeatedKey; });
}

}  // namespace

bool ChangedParts::any() const {
  return !attributes.empty() || !sensitive_added.empty() || !sensitive_removed.empty() ||
         schema_version || tainted || create_before_destroy || !dependencies_added.empty() ||
         !dependencies_removed.empty() || private_data || identity || provider;
}

ObjectComparer::ObjectComparer(const StateSnapshot& before, const StateSnapshot& after)
    : before_(before),
      after_(after),
      trust_bytes_(before.format_version == 4 && after.format_version == 4 &&
                   !MergedSomewhere(before) && !MergedSomewhere(after)) {}

bool ObjectComparer::SameBytes(const Instance& before, const Instance& after) const {
  return trust_bytes_ && before.size == after.size &&
         before_.document.substr(before.offset, before.size) ==
             after_.document.substr(after.offset, after.size);
}

bool ObjectComparer::Same(const Instance& before, const Instance& after) {
  if (SameBytes(before, after)) return true;
  before_text_.clear();
  after_text_.clear();
  AppendObjectBody(before_, before, &before_text_);
  AppendObjectBody(after_, after, &after_text_);
  return before_text_ == after_text_ && Identity(before_, before) == Identity(after_, after);
}

ObjectDiff ObjectComparer::Diff(const Instance& before, const Instance& after) const {
  ObjectDiff diff;
  DiffAttributesOf(before_, before, after_, after, &diff);
  DiffSensitivePaths(before, after, &diff);
  DiffDependencies(DependencyNames(before_, before), DependencyNames(after_, after), &diff);
  ChangedParts& change = diff.change;
  change.schema_version = Differing(before.schema_version, after.schema_version);
  change.tainted = Differing(before.tainted, after.tainted);
  change.create_before_destroy =
      Differing(before.create_before_destroy, after.create_before_destroy);
  change.private_data = before.private_data != after.private_data;
  change.identity = Identity(before_, before) != Identity(after_, after);
  return diff;
}

}  // namespace tfsck
