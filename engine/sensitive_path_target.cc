#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  std::string padded = step.text;
  padded.append(json::kPadding, '\0');
  const Tape key(std::string_view(padded).substr(0, step.text.size()));
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

struct Member {
  json::RawString key;
  std::string_view value;  // raw
};

std::vector<Member> MembersOf(std::string_view object) {
  std::vector<Member> members;
  members.reserve(32);  // most resource types have fewer attributes
  json::Cursor cursor(object);
  cursor.EnterObject();
  json::RawString key;
  while (cursor.NextKey(&key)) {
    const std::string_view value = cursor.SkipValue();
    members.push_back({key, value});
  }
  return members;
}

// Raw value of the last member with that name, as Go's maps keep it.
std::optional<std::string_view> Find(const std::vector<Member>& members, std::string_view name) {
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    const json::RawString& key = member->key;
    if (key.plain ? key.text == name : json::Decode(key) == name) return member->value;
  }
  return std::nullopt;
}

// Raw value inside the wrapper of a dynamically typed attribute, if the object is one.
std::optional<std::string_view> Unwrapped(const std::vector<Member>& members) {
  if (members.size() != 2 || !Find(members, "type")) return std::nullopt;
  return Find(members, "value");
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

// What a raw value is, told by its first byte: a cursor would index all of it.
Kind KindOfRaw(std::string_view value) {
  switch (value.empty() ? '\0' : value.front()) {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case 'n':
      return Kind::kNull;
    default:
      return Kind::kString;  // or any other scalar
  }
}

// One step further from a value that is no object.
std::optional<std::string_view> FollowOther(std::string_view at, const Wanted& wanted,
                                            PathTarget* target) {
  const Kind kind = KindOfRaw(at);
  if (kind == Kind::kArray) return InArray(at, wanted, target);
  *target = kind == Kind::kNull ? PathTarget::kThroughNull : PathTarget::kThroughScalar;
  return std::nullopt;
}

std::optional<std::string_view> FollowMember(const std::vector<Member>& members,
                                             const Wanted& wanted, PathTarget* target) {
  if (wanted.name) {
    if (auto found = Find(members, *wanted.name)) return found;
  }
  const auto inner = Unwrapped(members);
  if (!inner) return std::nullopt;
  if (KindOfRaw(*inner) != Kind::kObject) return FollowOther(*inner, wanted, target);
  return wanted.name ? Find(MembersOf(*inner), *wanted.name) : std::nullopt;
}

// One step further; nothing where the path ends, and then `*target` says how.
std::optional<std::string_view> Follow(std::string_view at, const Wanted& wanted,
                                       PathTarget* target) {
  if (KindOfRaw(at) != Kind::kObject) return FollowOther(at, wanted, target);
  return FollowMember(MembersOf(at), wanted, target);
}

// `members`: of the attributes, where they are an object.
PathTarget Resolve(std::string_view attributes, const std::vector<Member>& members,
                   const SensitivePath& path) {
  std::string_view at = attributes;
  for (size_t i = 0; i < path.size(); ++i) {
    PathTarget target = PathTarget::kMissing;
    const Wanted wanted = WantedBy(path[i]);
    const auto next = i == 0 && KindOfRaw(at) == Kind::kObject
                          ? FollowMember(members, wanted, &target)
                          : Follow(at, wanted, &target);
    if (!next) return target;
    at = *next;
  }
  return PathTarget::kExists;
}

}  // namespace

PathTarget ResolvePath(std::string_view attributes_json, const SensitivePath& path) {
  return ResolvePaths(attributes_json, std::span(&path, 1)).front();
}

std::vector<PathTarget> ResolvePaths(std::string_view attributes_json,
                                     std::span<const SensitivePath> paths) {
  std::vector<Member> members;
  if (KindOfRaw(attributes_json) == Kind::kObject) members = MembersOf(attributes_json);
  std::vector<PathTarget> targets;
  targets.reserve(paths.size());
  for (const SensitivePath& path : paths) {
    targets.push_back(Resolve(attributes_json, members, path));
  }
  return targets;
}

}  // namespace tfsck
