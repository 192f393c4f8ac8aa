#include "engine/lock_info.h"

#include <fmt/format.h>

#include <array>

#include "engine/json/cursor.h"

namespace tfsck {
namespace {

struct Field {
  std::string_view name;
  std::string_view folded;
  std::string LockInfo::*text;
};

constexpr std::array kFields = {
    Field{"ID", "id", &LockInfo::id},
    Field{"Operation", "operation", &LockInfo::operation},
    Field{"Info", "info", &LockInfo::info},
    Field{"Who", "who", &LockInfo::who},
    Field{"Version", "version", &LockInfo::version},
    Field{"Created", "created", &LockInfo::created},
    Field{"Path", "path", &LockInfo::path},
};

const Field* FindField(const json::RawString& key) {
  for (const Field& field : kFields) {
    if (json::FoldEquals(key, field.folded)) return &field;
  }
  return nullptr;
}

}  // namespace

LockInfo ReadLockInfo(std::string_view bytes) {
  LockInfo lock;
  json::Cursor cursor(bytes);
  if (cursor.Peek() != json::Kind::kObject && cursor.Peek() != json::Kind::kEnd) {
    lock.flaw = fmt::format("{} instead of an object", json::KindName(cursor.Peek()));
    return lock;
  }
  cursor.EnterObject();
  json::RawString key;
  while (cursor.NextKey(&key)) {
    const Field* field = FindField(key);
    if (field != nullptr && cursor.Peek() == json::Kind::kString) {
      lock.*field->text = json::Decode(cursor.TakeString());
      continue;
    }
    if (field != nullptr && cursor.Peek() != json::Kind::kNull) {
      lock.flaw = fmt::format("{} is not a string", field->name);
    }
    cursor.SkipValue();
  }
  if (!cursor.Finish()) lock.flaw = cursor.error().message;
  return lock;
}

}  // namespace tfsck
