// LockInfo itself, wherever it stands: a file of its own, or text inside another document.
#include <algorithm>
#include <utility>

#include "engine/base/buffer.h"
#include "engine/digest.h"
#include "engine/lock_formats.h"
#include "engine/storage/timestamp.h"

namespace tfsck {
namespace {

constexpr std::string_view kLocalSuffix = ".lock.info";
constexpr std::string_view kObjectSuffix = ".tflock";
constexpr std::string_view kGcsScheme = "gs://";
constexpr std::string_view kLocalWorkspaces = "terraform.tfstate.d/";

std::string FileName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Whether the first step of `path` can be the name of a bucket.
// Source: Amazon S3 user guide, "General purpose bucket naming rules".
bool BeginsWithBucket(std::string_view path) {
  const size_t slash = path.find('/');
  if (slash == path.npos || slash < 3 || slash > 63) return false;
  const std::string_view bucket = path.substr(0, slash);
  return bucket.front() != '.' && std::ranges::all_of(bucket, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

// Whose LockInfo this is, by the file's name and the record's own Path.
LockBackend GuessBackend(const std::string& name, const std::string& path) {
  if (name.ends_with(kLocalSuffix)) return LockBackend::kLocal;
  if (path.starts_with(kGcsScheme)) return LockBackend::kGcs;
  if (name.ends_with(kObjectSuffix)) return LockBackend::kS3;
  if (path.empty()) return LockBackend::kHttp;
  if (path.starts_with(kLocalWorkspaces) || !BeginsWithBucket(path)) return LockBackend::kLocal;
  return LockBackend::kS3;
}

// Which state a LockInfo names.
StateObject StateOfPath(LockBackend backend, std::string path) {
  switch (backend) {
    case LockBackend::kGcs:
      CutPrefix(kGcsScheme, &path);
      if (CutSuffix(kObjectSuffix, &path)) path += ".tfstate";
      return SplitContainer(path);
    case LockBackend::kS3:
    case LockBackend::kDynamoDb:
    case LockBackend::kAzure:
      return SplitContainer(path);
    default:
      return {"", path};
  }
}

}  // namespace

LockInfo ReadLockText(std::string_view text) { return ReadLockInfo(Buffer::Copy(text).bytes); }

void SetLockInfo(LockInfo info, LockRecord* record) {
  record->has_info = true;
  record->created_us = ParseRfc3339(info.created);
  record->unlock_id = info.id;
  record->info = std::move(info);
}

bool CutPrefix(std::string_view prefix, std::string* text) {
  if (!text->starts_with(prefix)) return false;
  text->erase(0, prefix.size());
  return true;
}

bool CutSuffix(std::string_view suffix, std::string* text) {
  if (!text->ends_with(suffix)) return false;
  text->erase(text->size() - suffix.size());
  return true;
}

StateObject SplitContainer(const std::string& path) {
  const size_t slash = path.find('/');
  if (slash == path.npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

void AddLockInfo(std::string_view bytes, const std::string& source, LockBackend backend,
                 LockEvidence* evidence) {
  LockRecord record;
  SetLockInfo(ReadLockInfo(bytes), &record);
  record.backend =
      backend != LockBackend::kUnknown ? backend : GuessBackend(FileName(source), record.info.path);
  record.state = StateOfPath(record.backend, record.info.path);
  record.source = source;
  record.body_md5 = Md5Hex(bytes);
  // The UUID of the record is not what GCS unlocks by; the listing tells the generation.
  if (record.backend == LockBackend::kGcs) record.unlock_id.clear();
  if (record.backend == LockBackend::kLocal) {
    record.lock_place = source;
  } else if (record.backend == LockBackend::kS3) {
    record.lock_place = record.state.key + std::string(kObjectSuffix);
  } else if (record.backend == LockBackend::kGcs) {
    record.lock_place = SplitContainer(record.info.path.substr(
                                           std::min(record.info.path.size(), kGcsScheme.size())))
                            .key;
  }
  evidence->records.push_back(std::move(record));
}

}  // namespace tfsck
