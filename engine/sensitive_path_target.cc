#include <optional>
#include <string>
#include <utility>

#include "engine/base/arena.h"
#include "engine/json/cursor.h"
#include "engine/json/tape.h"
#include "engine/sensitive_paths.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

// What a step looks for: an attribute or map key, or an element.
struct Wanted {
  std::optional<std::string> name;
  std::optional<uint64_t> index;
  std::string number;        // key of an index step, where it is a number
  bool set_element = false;  // an index step whose key can only be an element of a set
};

Wanted WantedBy(const SensitiveStep& step) {
  Wanted wanted;
  if (step.kind == SensitiveStep::Kind::kGetAttr) {
    wanted.name = step.text;
    return wanted;
  }
  Arena arena;
  const Tape key(arena.Copy(step.text));
  const bool wrapped = !key.empty() && key.kind(0) == Kind::kObject;
  const uint32_t value = wrapped ? key.FirstChild(0) + 1 : 0;  // canonical: "value" comes first
  if (wrapped && key.kind(value) == Kind::kNumber) {
    wanted.number = key[value].text;
    const std::string& digits = wanted.number;
    if (digits.size() <= 18 && digits.find_first_not_of("0123456789") == digits.npos) {
      wanted.index = std::stoull(digits);
    }
    return wanted;
  }
  if (wrapped && key.kind(value) == Kind::kString) wanted.name = key.Text(value);
  wanted.set_element = true;
  return wanted;
}

// Raw value of the last member with that name, as Go's maps keep it.
std::optional<std::string_view> Member(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  json::Cursor cursor(object);
  cursor.EnterObject();
  json::RawString key;
  while (cursor.NextKey(&key)) {
    const std::string_view value = cursor.SkipValue();
    if (json::Decode(key) == name) found = value;
  }
  return found;
}

// Raw value inside the wrapper of a dynamically typed attribute, if the object is one.
std::optional<std::string_view> Unwrapped(std::string_view object) {
  json::Cursor cursor(object);
  cursor.EnterObject();
  json::RawString key;
  size_t count = 0;
  while (cursor.NextKey(&key)) {
    cursor.SkipValue();
    ++count;
  }
  if (count != 2 || !Member(object, "type")) return std::nullopt;
  return Member(object, "value");
}

std::optional<std::string_view> Element(std::string_view array, uint64_t index) {
  json::Cursor cursor(array);
  cursor.EnterArray();
  for (uint64_t i = 0; cursor.NextElement(); ++i) {
    const std::string_view value = cursor.SkipValue();
    if (i == index) return value;
  }
  return std::nullopt;
}

bool HasElement(std::string_view array, std::string_view raw) {
  json::Cursor cursor(array);
  cursor.EnterArray();
  while (cursor.NextElement()) {
    if (cursor.SkipValue() == raw) return true;
  }
  return false;
}

std::optional<std::string_view> InArray(std::string_view array, const Wanted& wanted,
                                        PathTarget* target) {
  if (wanted.index) {
    if (auto found = Element(array, *wanted.index)) return found;
  }
  // What is below an element of a set cannot be told without the type.
  const bool exists =
      wanted.set_element ? Element(array, 0).has_value() : HasElement(array, wanted.number);
  if (exists) *target = PathTarget::kExists;
  return std::nullopt;
}

// One step further; nothing where the path ends, and then `*target` says how.
std::optional<std::string_view> Follow(std::string_view at, const Wanted& wanted,
                                       PathTarget* target) {
  Kind kind = json::Cursor(at).Peek();
  *target = PathTarget::kMissing;
  if (kind == Kind::kObject) {
    if (wanted.name) {
      if (auto found = Member(at, *wanted.name)) return found;
    }
    const auto inner = Unwrapped(at);
    if (!inner) return std::nullopt;
    at = *inner;
    kind = json::Cursor(at).Peek();
    if (kind == Kind::kObject) return wanted.name ? Member(at, *wanted.name) : std::nullopt;
  }
  if (kind == Kind::kArray) return InArray(at, wanted, target);
  *target = kind == Kind::kNull ? PathTarget::kThroughNull : PathTarget::kThroughScalar;
  return std::nullopt;
}

}  // namespace

PathTarget ResolvePath(std::string_view attributes_json, const SensitivePath& path) {
  std::string_view at = attributes_json;
  for (const SensitiveStep& step : path) {
    PathTarget target = PathTarget::kMissing;
    const auto next = Follow(at, WantedBy(step), &target);
    if (!next) return target;
    at = *next;
  }
  return PathTarget::kExists;
}

}  // namespace tfsck
