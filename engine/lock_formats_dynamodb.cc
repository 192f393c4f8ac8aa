// The lock table: items as AWS writes them, {"LockID":{"S":"bucket/key"},"Info":{"S":"{...}"}}.
//
// Source: TF: internal/backend/remote-state/s3/client.go (Lock, putMD5); AWS: DynamoDB
// AttributeValue, "DynamoDB table export output format".
#include <utility>

#include "engine/lock_formats.h"

namespace tfsck {
namespace {

constexpr std::string_view kDigestSuffix = "-md5";

bool IsItem(const JsonValue& value) { return value.Get("LockID").Get("S").IsString(); }

bool AddItems(const JsonValue& items, const std::string& source, LockEvidence* evidence) {
  bool any = false;
  items.ForEach(
      [&](const JsonValue& item) { any = AddDynamoDbItem(item, source, evidence) || any; });
  return any;
}

bool IsEmptyArray(const JsonValue& value) {
  bool any = false;
  value.ForEach([&](const JsonValue&) { any = true; });
  return value.IsArray() && !any;
}

}  // namespace

bool AddDynamoDbItem(const JsonValue& item, const std::string& source, LockEvidence* evidence) {
  if (!IsItem(item)) return false;
  std::string id = item.Get("LockID").Get("S").Text();
  const JsonValue info = item.Get("Info");
  const JsonValue digest = item.Get("Digest");
  if (info.valid() || !id.ends_with(kDigestSuffix)) {
    LockRecord record;
    record.backend = LockBackend::kDynamoDb;
    SetLockInfo(ReadLockText(info.Get("S").Text()), &record);
    record.has_info = info.valid();
    record.state = SplitContainer(id);
    record.lock_place = id;
    record.source = source;
    record.offset = item.Offset();
    evidence->records.push_back(std::move(record));
  }
  if (digest.valid() || (!info.valid() && id.ends_with(kDigestSuffix))) {
    DigestRecord record;
    record.lock_id = id;
    CutSuffix(kDigestSuffix, &id);
    record.state = SplitContainer(id);
    record.has_digest = digest.Get("S").IsString();
    record.digest = digest.Get("S").Text();
    record.source = source;
    record.offset = item.Offset();
    evidence->digests.push_back(std::move(record));
  }
  return true;
}

FormatReading ReadDynamoDb(const JsonValue& root, const std::string& source, bool* whole,
                           LockEvidence* evidence) {
  *whole = false;
  const JsonValue item = root.Get("Item");
  const JsonValue items = root.IsArray() ? root : root.Get("Items");
  bool any = false;
  if (item.valid()) {
    any = AddDynamoDbItem(item, source, evidence);
  } else if (IsItem(root)) {
    any = AddDynamoDbItem(root, source, evidence);
  } else {
    any = AddItems(items, source, evidence);
    // A scan names everything that it looked at; a query and a scan with a filter do not, nor does
    // one page of several.
    const std::string scanned = root.Get("ScannedCount").Text();
    *whole = root.Get("Items").IsArray() && !scanned.empty() &&
             scanned == root.Get("Count").Text() && !root.Get("LastEvaluatedKey").IsObject() &&
             !root.Get("NextToken").IsString();
    any = any || (*whole && IsEmptyArray(items));
  }
  if (!any) return std::nullopt;
  return LockSourceKind::kDynamoDbItems;
}

}  // namespace tfsck
