// Document: bytes and what kind of thing they are.
//
// Recognising is cheap (a look at the first bytes, and at the top-level keys of a JSON object) and
// never fails: what is not known is kOther.  Source: shared facts 1.12.
#ifndef TFSCK_ENGINE_DOCUMENT_H_
#define TFSCK_ENGINE_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/buffer.h"
#include "engine/base/result.h"

namespace tfsck {

enum class DocumentKind : uint8_t {
  kEmpty,           // zero bytes, only NULs or only white space
  kState,           // JSON with a `version`: v1-v4, readable or not (also when damaged)
  kBackendPointer,  // .terraform/terraform.tfstate
  kShowState,       // terraform show -json
  kShowPlan,        // terraform show -json PLANFILE
  kPlanFile,        // zip
  kEncryptedState,  // OpenTofu envelope: encryption_version
  kLockInfo,
  kConsulChunkIndex,  // current-hash, chunks
  kApplyStream,       // apply -json: lines with @level
  kBinaryState,       // format 0: begins with `tfstate`
  kGitCrypt,
  kSops,
  kAge,
  kPgp,
  kAnsibleVault,  // encrypted at rest
  kHtml,
  kYaml,
  kMergeConflict,  // merge conflict: <<<<<<< markers in a state
  kJson,           // JSON of no known kind
  kOther,
};

// Short name for people: "state", "lock info", "plan file", ...
std::string_view KindName(DocumentKind kind);
// The command or step that opens a document of this kind, FILE standing for its path; "" where
// there is nothing to say.
std::string_view HowToOpen(DocumentKind kind);
// Encrypted by git-crypt, SOPS, age, PGP or ansible-vault: nothing can be read without a key.
// (kEncryptedState is not: its serial and lineage are clear, see encrypted_envelope.h.)
bool IsEncryptedAtRest(DocumentKind kind);

// What `bytes` are.  They have Buffer::kPadding readable bytes behind them.
// Merge conflicts are looked for in the first 4 KB, where the serials of two versions differ.
// A byte order mark is looked through (also UTF-16, with or without mark), and JSON that is damaged
// is what it begins like.  Cost: a healthy state is known by its first key, whatever its size; any
// JSON is read at most up to the key that settles it, and whole only where none does (small, but
// for JSON of no known kind).
DocumentKind Recognise(std::string_view bytes);

// Offset of the `<` of the first merge conflict marker ("<<<<<<< ") that begins a line, or npos.
// No valid JSON has one, for a string cannot hold a line break.  Linear in `bytes`.
size_t FindConflictMarker(std::string_view bytes);

struct MappedSource;  // engine/storage/local_file.h

// Copies share the bytes.  Immutable once made, so any number of threads may read one.
struct Document {
  std::string path;  // as given; "-" for standard input
  DocumentKind kind = DocumentKind::kOther;
  Buffer buffer;  // unpacked when the file was gzip'd
  bool gzip = false;
  uint64_t file_size = 0;  // in bytes, as stored
  bool locked = false;     // a Terraform run holds the lock of this local file
  // The file has holes: `buffer` ends a few NULs behind the first one (storage/local_file.h).
  bool cut_at_hole = false;
  // The file `buffer` maps; null where the bytes were copied.
  std::shared_ptr<const MappedSource> source;

  // Ask after the last use of `buffer`, before trusting what was read from it: Error kUnreadable
  // where another process changed the file meanwhile.  Costs one system call, or nothing.
  Result<void> StillUnchanged() const;
};

struct LoadOptions {
  uint64_t max_bytes = uint64_t{64} << 30;    // a file larger than this is refused
  uint64_t max_streamed = uint64_t{4} << 30;  // of standard input or a pipe
  uint64_t max_unpacked = uint64_t{4} << 30;  // of a gzip'd file
};

// Loads a file, "-" (standard input) or a named pipe, unpacks gzip, and recognises it.
// Maps large regular files; reads instead where Terraform may be writing in place (a lock is held,
// or the file changed in the last seconds).  May be called from any number of threads.
// Error kUnreadable, one sentence that names the path: missing, forbidden, a folder, over a limit,
// changed while it was read, bad gzip.
Result<Document> LoadDocument(const std::string& path, const LoadOptions& options = {});

// The same for bytes that came from elsewhere (a bucket, a database); `name` stands in messages.
Result<Document> MakeDocument(std::string name, Buffer bytes, const LoadOptions& options = {});

}  // namespace tfsck

#endif  // TFSCK_ENGINE_DOCUMENT_H_
