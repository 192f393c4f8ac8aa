// gsutil ls -la and gcloud storage ls -la, line by line:
//       1312  2026-11-21T18:57:32Z  gs://tfstate/prod/default.tfstate#1795287452242
//       metageneration=1
//  TOTAL: 1 objects, 1312 bytes (1.28 KiB)
#include <algorithm>
#include <utility>

#include "engine/storage/json_export.h"
#include "engine/storage/manifest_entry.h"
#include "engine/storage/timestamp.h"

namespace tfsck {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// Lines that stand between those of objects: totals, headings of folders, nothing.
bool IsIdle(std::string_view line) {
  return line.empty() || line.starts_with("TOTAL:") ||
         (line.starts_with("gs://") && (line.ends_with("/:") || line.ends_with('/')));
}

// The word at the front of *rest, which loses it and the space behind it.
std::string_view TakeWord(std::string_view* rest) {
  const size_t end = rest->find_first_of(" \t");
  const std::string_view word = rest->substr(0, end);
  *rest = Trim(rest->substr(word.size()));
  return word;
}

std::optional<DialectObject> ReadLine(std::string_view line) {
  DialectObject out;
  out.dialect = ManifestDialect::kGcs;
  std::string_view rest = line;
  out.object.size = ParseCount(TakeWord(&rest));
  out.object.time_us = ParseRfc3339(TakeWord(&rest));
  if (!out.object.size || !out.object.time_us || !rest.starts_with("gs://")) return std::nullopt;
  // A name may hold spaces: what follows it begins with two of them.
  rest = rest.substr(0, rest.find("  metageneration="));
  rest = Trim(rest.substr(0, rest.find("  etag=")));
  const size_t slash = rest.find('/', 5);
  const size_t hash = rest.rfind('#');
  if (slash == rest.npos) return std::nullopt;
  const bool versioned = hash != rest.npos && hash > slash;
  const size_t end = versioned ? hash : rest.size();
  out.object.key = rest.substr(slash + 1, end - slash - 1);
  if (versioned) out.object.version_id = rest.substr(hash + 1);
  out.generation = ParseCount(out.object.version_id).value_or(0);
  out.object.latest = !versioned;
  if (out.object.key.empty()) return std::nullopt;
  return out;
}

}  // namespace

Result<std::vector<DialectObject>> ReadGsutilListing(const std::string& name,
                                                     std::string_view bytes) {
  std::vector<DialectObject> out;
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = Trim(bytes.substr(at, end - at));
    if (!IsIdle(line)) {
      auto object = ReadLine(line);
      if (!object) {
        return ExportError(name, bytes, at,
                           "it is neither JSON nor a line as gsutil ls -la prints it: SIZE  TIME  "
                           "gs://BUCKET/NAME#GENERATION");
      }
      if (!object->object.key.ends_with('/')) out.push_back(std::move(*object));
    }
    at = end + 1;
  }
  return out;
}

}  // namespace tfsck
