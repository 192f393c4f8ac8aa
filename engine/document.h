// Document: bytes and what kind of thing they are.
//
// Recognising is cheap (a look at the first bytes, and at the top-level keys of a JSON object) and
// never fails: what is not known is kOther.  Source: shared facts 1.12.
#ifndef TFSCK_ENGINE_DOCUMENT_H_
#define TFSCK_ENGINE_DOCUMENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace tfsck {

enum class DocumentKind : uint8_t {
  kEmpty,              // zero bytes, only NULs or only white space
  kState,              // JSON with a `version`: v1-v4, readable or not (also when damaged)
  kBackendPointer,     // .terraform/terraform.tfstate
  kShowState,          // terraform show -json
  kShowPlan,           // terraform show -json PLANFILE
  kPlanFile,           // zip
  kEncryptedState,     // OpenTofu envelope: encryption_version
  kLockInfo,
  kConsulChunkIndex,   // current-hash, chunks
  kApplyStream,        // apply -json: lines with @level
  kBinaryState,        // format 0: begins with `tfstate`
  kGitCrypt, kSops, kAge, kPgp, kAnsibleVault,  // encrypted at rest
  kHtml, kYaml, kMergeConflict,                 // merge conflict: <<<<<<< markers in a state
  kJson,               // JSON of no known kind
  kOther,
};

// Short name for people: "state", "lock info", "plan file", ...
std::string_view KindName(DocumentKind kind);
// The command or step that opens a document of this kind; "" where there is nothing to say.
std::string_view HowToOpen(DocumentKind kind);
bool IsEncryptedAtRest(DocumentKind kind);

// Bytes with at least 64 readable NULs behind them, owned by `owner`.
struct Buffer {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
  static Buffer Copy(std::string_view text);
};

struct Document {
  std::string path;            // as given; "-" for standard input
  DocumentKind kind = DocumentKind::kOther;
  Buffer buffer;               // unpacked when the file was gzip'd
  bool gzip = false;
};

DocumentKind Recognise(std::string_view bytes);

struct LoadOptions {
  uint64_t max_bytes = uint64_t{64} << 30;       // a file larger than this is refused
  uint64_t max_unpacked = uint64_t{4} << 30;     // of a gzip'd file
};

// Loads a file, "-" (standard input) or a named pipe, unpacks gzip, and recognises it.
// Maps regular files; reads instead where Terraform may be writing in place (a lock is held, or the
// file changed in the last seconds).  Error: missing, forbidden, a folder, over a limit, changed
// while it was read, bad gzip.
Result<Document> LoadDocument(const std::string& path, const LoadOptions& options = {});

}  // namespace tfsck

#endif  // TFSCK_ENGINE_DOCUMENT_H_
