#include "engine/document.h"

#include <utility>

#include "engine/inflate.h"
#include "engine/storage/local_file.h"

namespace tfsck {

std::string_view KindName(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kEmpty:
      return "empty file";
    case DocumentKind::kState:
      return "state";
    case DocumentKind::kBackendPointer:
      return "backend pointer";
    case DocumentKind::kShowState:
      return "state as show -json prints it";
    case DocumentKind::kShowPlan:
      return "plan as show -json prints it";
    case DocumentKind::kPlanFile:
      return "plan file";
    case DocumentKind::kEncryptedState:
      return "state encrypted by OpenTofu";
    case DocumentKind::kLockInfo:
      return "lock info";
    case DocumentKind::kConsulChunkIndex:
      return "Consul chunk index";
    case DocumentKind::kApplyStream:
      return "output of apply -json";
    case DocumentKind::kBinaryState:
      return "state in the binary format of early Terraform";
    case DocumentKind::kGitCrypt:
      return "file encrypted by git-crypt";
    case DocumentKind::kSops:
      return "file encrypted by SOPS";
    case DocumentKind::kAge:
      return "file encrypted by age";
    case DocumentKind::kPgp:
      return "file encrypted by PGP";
    case DocumentKind::kAnsibleVault:
      return "file encrypted by ansible-vault";
    case DocumentKind::kHtml:
      return "HTML or XML page";
    case DocumentKind::kYaml:
      return "YAML file";
    case DocumentKind::kMergeConflict:
      return "file with unresolved merge conflicts";
    case DocumentKind::kJson:
      return "JSON file of no known kind";
    case DocumentKind::kOther:
      break;
  }
  return "file of no known kind";
}

std::string_view HowToOpen(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kBackendPointer:
    case DocumentKind::kConsulChunkIndex:
      return "terraform state pull";
    case DocumentKind::kPlanFile:
      return "terraform show -json FILE";
    case DocumentKind::kEncryptedState:
      return "tofu state pull";
    case DocumentKind::kBinaryState:
      return "terraform refresh, with Terraform 0.6.16";
    case DocumentKind::kGitCrypt:
      return "git-crypt unlock";
    case DocumentKind::kSops:
      return "sops --decrypt FILE";
    case DocumentKind::kAge:
      return "age --decrypt --identity KEYFILE FILE";
    case DocumentKind::kPgp:
      return "gpg --decrypt FILE";
    case DocumentKind::kAnsibleVault:
      return "ansible-vault view FILE";
    case DocumentKind::kMergeConflict:
      return "git checkout --ours FILE, or --theirs";
    default:
      return "";
  }
}

bool IsEncryptedAtRest(DocumentKind kind) {
  return kind == DocumentKind::kGitCrypt || kind == DocumentKind::kSops ||
         kind == DocumentKind::kAge || kind == DocumentKind::kPgp ||
         kind == DocumentKind::kAnsibleVault;
}

Result<void> Document::StillUnchanged() const {
  if (source == nullptr) return {};
  return tfsck::StillUnchanged(*source);
}

Result<Document> MakeDocument(std::string name, Buffer bytes, const LoadOptions& options) {
  Document document;
  document.path = std::move(name);
  document.file_size = bytes.bytes.size();
  document.gzip = IsGzip(bytes.bytes);
  if (document.gzip) {
    auto unpacked = Gunzip(document.path, bytes.bytes, options.max_unpacked);
    if (!unpacked) return tl::unexpected(std::move(unpacked.error()));
    bytes = std::move(*unpacked);
  }
  document.kind = Recognise(bytes.bytes);
  document.buffer = std::move(bytes);
  return document;
}

Result<Document> LoadDocument(const std::string& path, const LoadOptions& options) {
  auto loaded = LoadLocalFile(path, {options.max_bytes, options.max_streamed});
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  auto document = MakeDocument(path, std::move(loaded->buffer), options);
  // What looked damaged may only have been cut short meanwhile.
  if (loaded->source != nullptr && (!document || document->gzip)) {
    if (auto same = StillUnchanged(*loaded->source); !same) return tl::unexpected(same.error());
  }
  if (!document) return document;
  document->file_size = loaded->file_size;
  document->locked = loaded->locked;
  document->cut_at_hole = loaded->cut_at_hole;
  if (!document->gzip) document->source = std::move(loaded->source);
  if (document->kind == DocumentKind::kEmpty && loaded->data_behind_hole) {
    document->kind = DocumentKind::kOther;
  }
  return document;
}

}  // namespace tfsck
