#include "engine/attribute_diff.h"

#include <algorithm>
#include <utility>

#include "engine/attribute_path.h"
#include "engine/cty_number.h"
#include "engine/cty_type.h"
#include "engine/json/tape.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

constexpr uint32_t kMaxLevels = 64;

struct Member {
  std::string key;
  uint32_t value = 0;  // node of the tape
};

// Compares two tapes with a stack of pairs of nodes that are not the same text.
class Comparison {
 public:
  Comparison(std::string_view before, std::string_view after) : before_(before), after_(after) {}

  AttributeDiff Run() {
    if (before_.empty() || after_.empty()) {
      Note(AttributeChange::Kind::kChanged, kNoId);
      return std::move(diff_);
    }
    if (Differ(0, 0)) Push(0, 0, kNoId, 0);
    while (!open_.empty()) {
      const Pair pair = open_.back();
      open_.pop_back();
      if (pair.found == AttributeChange::Kind::kChanged) {
        Compare(pair);
      } else {
        Note(pair.found, pair.step);
      }
    }
    return std::move(diff_);
  }

 private:
  struct Pair {
    uint32_t before = 0;
    uint32_t after = 0;
    uint32_t step = kNoId;  // that led here
    uint32_t level = 0;
    AttributeChange::Kind found = AttributeChange::Kind::kChanged;  // else on one side only
  };

  bool Differ(uint32_t before, uint32_t after) const {
    return before_.Raw(before) != after_.Raw(after);
  }
  void Push(uint32_t before, uint32_t after, uint32_t step, uint32_t level) {
    open_.push_back({before, after, step, level});
  }
  void PushFound(AttributeChange::Kind kind, uint32_t step) {
    open_.push_back({0, 0, step, 0, kind});
  }

  void Note(AttributeChange::Kind kind, uint32_t step) {
    if (diff_.changes.size() == AttributeDiff::kMostChanges) {
      ++diff_.left_out;
    } else {
      diff_.changes.push_back({kind, path_.Text(step)});
    }
  }
  void NoteChange(const Pair& pair) { Note(AttributeChange::Kind::kChanged, pair.step); }

  void Compare(const Pair& pair) {
    const Kind kind = before_.kind(pair.before);
    if (kind != after_.kind(pair.after)) return NoteChange(pair);
    switch (kind) {
      case Kind::kNumber:
        return CompareNumbers(pair);
      case Kind::kString:
        if (before_.Text(pair.before) != after_.Text(pair.after)) return NoteChange(pair);
        diff_.respelled.strings = true;
        return;
      case Kind::kObject:
      case Kind::kArray:
        if (pair.level == kMaxLevels) return NoteChange(pair);
        return kind == Kind::kObject ? CompareObjects(pair) : CompareArrays(pair);
      default:
        return;  // equal literals are equal text
    }
  }

  void CompareNumbers(const Pair& pair) {
    const auto before = ParseCtyNumber(before_.Raw(pair.before));
    const auto after = ParseCtyNumber(after_.Raw(pair.after));
    const auto comparable = [](const auto& number) {
      return number && number->form != CtyNumber::Form::kHuge;
    };
    if (!comparable(before) || !comparable(after) || tfsck::Compare(*before, *after) != 0) {
      return NoteChange(pair);
    }
    diff_.respelled.numbers = true;
  }

  // ---- objects ----

  static std::vector<Member> Members(const Tape& tape, uint32_t object) {
    std::vector<Member> members;
    for (uint32_t key = tape.FirstChild(object); key < tape.end(object); key = tape.end(key + 1)) {
      members.push_back({tape.Text(key), key + 1});
    }
    return members;
  }

  // By key, and of a repeated key only the last.
  void Sort(std::vector<Member>* members) {
    std::stable_sort(members->begin(), members->end(),
                     [](const Member& a, const Member& b) { return a.key < b.key; });
    size_t kept = 0;
    for (size_t i = 0; i < members->size(); ++i) {
      const bool repeated = i + 1 < members->size() && (*members)[i].key == (*members)[i + 1].key;
      diff_.respelled.repeated_keys |= repeated;
      if (!repeated) std::swap((*members)[kept++], (*members)[i]);
    }
    members->resize(kept);
  }

  // Whether both have the same keys, and those do not stand in the same order.
  static bool Reordered(const std::vector<Member>& before, const std::vector<Member>& after) {
    if (!std::ranges::equal(before, after, {}, &Member::key, &Member::key)) return false;
    std::vector<std::pair<uint32_t, uint32_t>> places;
    for (size_t i = 0; i < before.size(); ++i) {
      places.emplace_back(before[i].value, after[i].value);
    }
    std::ranges::sort(places);
    return !std::ranges::is_sorted(places, {}, [](const auto& place) { return place.second; });
  }

  void CompareObjects(const Pair& pair) {
    std::vector<Member> before = Members(before_, pair.before);
    std::vector<Member> after = Members(after_, pair.after);
    Sort(&before);
    Sort(&after);
    diff_.respelled.key_order |= Reordered(before, after);
    if (!CompareDynamicValues(pair, before, after)) CompareMembers(pair, before, after);
  }

  void CompareMembers(const Pair& pair, std::vector<Member>& before, std::vector<Member>& after) {
    const size_t mark = open_.size();
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
      const int order = a == before.end() ? 1 : b == after.end() ? -1 : a->key.compare(b->key);
      if (order < 0) {
        PushFound(AttributeChange::Kind::kRemoved, path_.AddName(pair.step, a->key));
      } else if (order > 0) {
        PushFound(AttributeChange::Kind::kAdded, path_.AddName(pair.step, b->key));
      } else if (Differ(a->value, b->value)) {
        Push(a->value, b->value, path_.AddName(pair.step, a->key), pair.level + 1);
      }
      a += order <= 0;
      b += order >= 0;
    }
    std::reverse(open_.begin() + static_cast<ptrdiff_t>(mark), open_.end());
  }

  // A value of dynamic type is stored as {"value": V, "type": T}: what changes is V.
  bool CompareDynamicValues(const Pair& pair, const std::vector<Member>& before,
                            const std::vector<Member>& after) {
    if (!IsDynamicValue(before_, before) || !IsDynamicValue(after_, after)) return false;
    if (Differ(before[0].value, after[0].value)) {
      NoteChange(pair);
    } else if (Differ(before[1].value, after[1].value)) {
      Push(before[1].value, after[1].value, pair.step, pair.level + 1);
    }
    return true;
  }
  static bool IsDynamicValue(const Tape& tape, const std::vector<Member>& members) {
    return members.size() == 2 && members[0].key == "type" && members[1].key == "value" &&
           ParseCtyType(tape.Raw(members[0].value)).has_value();
  }

  // ---- lists ----

  static std::vector<uint32_t> Elements(const Tape& tape, uint32_t array) {
    std::vector<uint32_t> elements;
    for (uint32_t at = tape.FirstChild(array); at < tape.end(array); at = tape.end(at)) {
      elements.push_back(at);
    }
    return elements;
  }

  void CompareArrays(const Pair& pair) {
    const std::vector<uint32_t> before = Elements(before_, pair.before);
    const std::vector<uint32_t> after = Elements(after_, pair.after);
    const size_t common = std::min(before.size(), after.size());
    size_t head = 0;
    while (head < common && !Differ(before[head], after[head])) ++head;
    size_t tail = 0;
    while (tail < common - head &&
           !Differ(before[before.size() - 1 - tail], after[after.size() - 1 - tail])) {
      ++tail;
    }
    const size_t mark = open_.size();
    for (size_t i = head; i < std::max(before.size(), after.size()) - tail; ++i) {
      if (i >= before.size() - tail) {
        PushFound(AttributeChange::Kind::kAdded, path_.AddIndex(pair.step, i));
      } else if (i >= after.size() - tail) {
        PushFound(AttributeChange::Kind::kRemoved, path_.AddIndex(pair.step, i));
      } else if (Differ(before[i], after[i])) {
        Push(before[i], after[i], path_.AddIndex(pair.step, i), pair.level + 1);
      }
    }
    std::reverse(open_.begin() + static_cast<ptrdiff_t>(mark), open_.end());
  }

  Tape before_;
  Tape after_;
  AttributePath path_;
  std::vector<Pair> open_;
  AttributeDiff diff_;
};

}  // namespace

AttributeDiff DiffAttributes(std::string_view before, std::string_view after) {
  return Comparison(before, after).Run();
}

}  // namespace tfsck
