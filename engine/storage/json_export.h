// What the readers of listings and exports in JSON have in common.  Internal to engine/storage.
//
// Such a file is one JSON text, or several one after the other, as pages of a listing that were
// appended to one file are.  Pure; thread-safe; each cursor belongs to one thread.
#ifndef TFSCK_ENGINE_STORAGE_JSON_EXPORT_H_
#define TFSCK_ENGINE_STORAGE_JSON_EXPORT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/json/cursor.h"

namespace tfsck {

// Error kUnreadable "cannot read NAME: line 3, column 7: REASON"; columns count bytes, from 1.
tl::unexpected<Error> ExportError(const std::string& name, std::string_view bytes, uint64_t offset,
                                  std::string_view reason);

// The first syntax error of the JSON text that begins at `begin`, as an Error.
tl::unexpected<Error> ExportSyntaxError(const std::string& name, std::string_view bytes,
                                        uint64_t begin);

// `bytes` without a byte order mark, as PowerShell and Azure put before UTF-8.
std::string_view WithoutMark(std::string_view bytes);

// A key or string; views `scratch` where it has escapes.
std::string_view ExportText(const json::RawString& raw, std::string* scratch);

// Takes an object: calls on_member(key) for each member, which returns whether it took the value.
// Any other value is skipped and false returned.
template <typename OnMember>
bool ExportMembers(json::Cursor* cursor, OnMember&& on_member) {
  if (cursor->Peek() != json::Kind::kObject) {
    cursor->SkipValue();
    return false;
  }
  cursor->EnterObject();
  json::RawString key;
  std::string scratch;
  while (cursor->NextKey(&key)) {
    if (!on_member(ExportText(key, &scratch))) cursor->SkipValue();
  }
  return true;
}

// Takes an array: calls on_element() for each element, which must take it.  Any other value is
// skipped and false returned.
template <typename OnElement>
bool ExportElements(json::Cursor* cursor, OnElement&& on_element) {
  if (cursor->Peek() != json::Kind::kArray) {
    cursor->SkipValue();
    return false;
  }
  cursor->EnterArray();
  while (cursor->NextElement()) on_element();
  return true;
}

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_JSON_EXPORT_H_
