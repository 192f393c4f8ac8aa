// IDN010-IDN014: the keys of instances, none, count index or for_each key.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/key_text.h"
#include "analyzers/object_kind.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

using Kind = InstanceKey::Kind;

// What the current objects of one resource are keyed with.
struct KeyShape {
  uint8_t kinds = 0;     // set of 1 << Kind
  uint32_t indexes = 0;  // whole numbers from 0
  int64_t highest = -1;  // of those
  uint32_t strings = 0;
  uint32_t numeric_strings = 0;  // of them, whole numbers
};

std::vector<KeyShape> KeyShapes(const StateSnapshot& state) {
  std::vector<KeyShape> shapes(state.resources.size());
  for (const Instance& instance : state.instances) {
    if (!instance.deposed.empty() || instance.duplicate) continue;
    KeyShape& shape = shapes[MergedInto(state, instance.resource)];
    if (!instance.refused) shape.kinds |= uint8_t{1} << static_cast<int>(instance.key.kind);
    if (instance.key.kind == Kind::kInt && instance.key.number >= 0) {
      ++shape.indexes;
      shape.highest = std::max(shape.highest, instance.key.number);
    }
    if (instance.key.kind == Kind::kString) {
      ++shape.strings;
      if (IsWholeNumber(instance.key.text)) ++shape.numeric_strings;
    }
  }
  return shapes;
}

bool HasKind(const KeyShape& shape, Kind kind) {
  return (shape.kinds >> static_cast<int>(kind) & 1) != 0;
}

std::string KindWords(const KeyShape& shape) {
  std::vector<std::string> words;
  if (HasKind(shape, Kind::kNone)) words.emplace_back("no key");
  if (HasKind(shape, Kind::kInt)) words.emplace_back("count indexes");
  if (HasKind(shape, Kind::kString)) words.emplace_back("for_each keys");
  return fmt::format("{}", fmt::join(words, " and "));
}

// "1, 2 and 4" or "1, 2, 3, 4, 5 and 17 more": the numbers below `end` that `present` lacks.
std::string MissingIndexes(const std::vector<int64_t>& present) {
  constexpr size_t kShown = 5;
  std::vector<std::string> shown;
  int64_t expected = 0;
  for (int64_t index : present) {
    for (; expected < index && shown.size() < kShown; ++expected) {
      shown.push_back(std::to_string(expected));
    }
    expected = std::max(expected, index + 1);
    if (shown.size() == kShown) break;
  }
  const uint64_t missing =
      static_cast<uint64_t>(present.back()) + 1 - static_cast<uint64_t>(present.size());
  if (missing > shown.size()) shown.push_back(fmt::format("{} more", missing - shown.size()));
  if (shown.size() == 1) return shown.front();
  const std::string last = std::move(shown.back());
  shown.pop_back();
  return fmt::format("{} and {}", fmt::join(shown, ", "), last);
}

}  // namespace

void CheckKeyNegative(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const InstanceKey& key = state.instances[row].key;
    if (key.kind != Kind::kInt || key.number >= 0 || !IsFirstOfKey(state, row)) continue;
    reporter.ReportInstance(kIDN010, state, row, fmt::format("the key {} is negative", key.number));
  }
}

void CheckKeyMixed(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<KeyShape> shapes = KeyShapes(state);
  for (uint32_t row = 0; row < shapes.size(); ++row) {
    if ((shapes[row].kinds & (shapes[row].kinds - 1)) == 0) continue;
    reporter.ReportResource(kIDN011, state, row,
                            fmt::format("its instances have {}", KindWords(shapes[row])));
  }
}

void CheckKeyGap(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<KeyShape> shapes = KeyShapes(state);
  const auto has_gap = [&](uint32_t row) { return shapes[row].highest >= shapes[row].indexes; };
  std::vector<std::pair<uint32_t, int64_t>> indexes;  // of the resources with gaps
  for (const Instance& instance : state.instances) {
    const uint32_t row = MergedInto(state, instance.resource);
    if (!has_gap(row) || !instance.deposed.empty() || instance.duplicate) continue;
    if (instance.key.kind != Kind::kInt || instance.key.number < 0) continue;
    indexes.emplace_back(row, instance.key.number);
  }
  std::ranges::sort(indexes);
  for (size_t at = 0; at < indexes.size();) {
    const uint32_t row = indexes[at].first;
    std::vector<int64_t> present;
    for (; at < indexes.size() && indexes[at].first == row; ++at) {
      present.push_back(indexes[at].second);
    }
    reporter.ReportResource(kIDN012, state, row,
                            fmt::format("its count indexes run to {} without {}", present.back(),
                                        MissingIndexes(present)));
  }
}

void CheckKeyUnprintable(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const InstanceKey& key = state.instances[row].key;
    if (key.kind != Kind::kString || IsPlainAscii(key.text) || !IsFirstOfKey(state, row)) continue;
    std::string problem = UnprintableKeyProblem(key.text);
    if (!problem.empty()) reporter.ReportInstance(kIDN013, state, row, "the key " + problem);
  }
}

void CheckKeyNumericString(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<KeyShape> shapes = KeyShapes(state);
  std::vector<uint8_t> reported(shapes.size(), 0);
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (instance.key.kind != Kind::kString || !IsCurrent(instance)) continue;
    const uint32_t resource = MergedInto(state, instance.resource);
    const KeyShape& shape = shapes[resource];
    const bool beside = HasKind(shape, Kind::kInt) && IsWholeNumber(instance.key.text);
    const bool instead = shape.strings == shape.numeric_strings && instance.key.text == "0";
    if ((!beside && !instead) || reported[resource] != 0) continue;
    reported[resource] = 1;
    reporter.ReportInstance(kIDN014, state, row,
                            fmt::format("the key \"{}\" is a string {} number", instance.key.text,
                                        beside ? "beside keys that are a" : "instead of a"));
  }
}

}  // namespace tfsck
