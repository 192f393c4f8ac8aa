// The readers of single formats, one file each, for lock_evidence.cc.  Internal to engine/.
//
// Each looks whether `root` (or `text`) is its format; if so it adds what it finds to the evidence
// and gives the kind.  All views live only during the call.
#ifndef TFSCK_ENGINE_LOCK_FORMATS_H_
#define TFSCK_ENGINE_LOCK_FORMATS_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/lock_evidence.h"
#include "engine/lock_json.h"

namespace tfsck {

using FormatReading = std::optional<LockSourceKind>;  // nothing: not this format

// ---- JSON documents, in the order in which they are tried ----
// `whole` is set where the document names every item of the table.
FormatReading ReadDynamoDb(const JsonValue& root, const std::string& source, bool* whole,
                           LockEvidence* evidence);
FormatReading ReadKubernetes(const JsonValue& root, const std::string& source,
                             LockEvidence* evidence);
FormatReading ReadS3Listing(const JsonValue& root, const std::string& source,
                            LockEvidence* evidence);
FormatReading ReadGcsListing(const JsonValue& root, const std::string& source,
                             LockEvidence* evidence);
FormatReading ReadAzureJson(const JsonValue& root, const std::string& source,
                            LockEvidence* evidence);
FormatReading ReadConsul(const JsonValue& root, const std::string& source, LockEvidence* evidence);
FormatReading ReadHcp(const JsonValue& root, const std::string& source, LockEvidence* evidence);

// One item of a lock table, as AWS writes it: {"LockID":{"S":...},...}.  False where it is none.
bool AddDynamoDbItem(const JsonValue& item, const std::string& source, LockEvidence* evidence);

// ---- text ----
// The answer to List Blobs, with whatever stands before it.
FormatReading ReadAzureListing(std::string_view text, const std::string& source,
                               LockEvidence* evidence);
// The headers of Get Blob or Get Blob Properties: `name: value` lines, or one JSON object behind
// the status.
FormatReading ReadAzureHeaders(std::string_view text, const std::string& source,
                               LockEvidence* evidence);

// What all Azure formats tell of one blob; "" where they do not.
struct AzureBlob {
  std::string account, container, name;
  std::string lease_state;   // leased, available, broken, ...
  std::string lease_status;  // locked, unlocked
  bool metadata_known = false;
  std::string lock_metadata;  // terraformlockid, base64
  bool has_lock_metadata = false;
  std::string modified;  // HTTP date or RFC 3339
  std::string md5_base64;
  std::string version_id;
  bool current = true;  // no snapshot, no older version
  uint64_t size = 0;
  uint64_t offset = 0;
};
void AddAzureBlob(const AzureBlob& blob, const std::string& source, LockEvidence* evidence);

// ---- single documents ----
void AddLockInfo(std::string_view bytes, const std::string& source, LockBackend backend,
                 LockEvidence* evidence);
void AddBackendPointer(const JsonValue& root, const std::string& source, LockEvidence* evidence);
void AddState(const Document& document, LockEvidence* evidence);

// ---- shared ----
// A LockInfo that is a string inside another document.
LockInfo ReadLockText(std::string_view text);
// Fills `record` from the LockInfo; unlock_id becomes its ID.
void SetLockInfo(LockInfo info, LockRecord* record);
// Takes `prefix` or `suffix` off, false where it does not stand there.
bool CutPrefix(std::string_view prefix, std::string* text);
bool CutSuffix(std::string_view suffix, std::string* text);
// a/b/ of a/b/c; "" of c.
std::string FolderOfKey(const std::string& key);
// BUCKET/KEY at its first slash; a text without one is all key.
StateObject SplitContainer(const std::string& path);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_FORMATS_H_
