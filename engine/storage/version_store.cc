#include "engine/storage/version_store.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "engine/base/printable.h"
#include "engine/base/shell_text.h"
#include "engine/storage/consul_export_store.h"
#include "engine/storage/file_error.h"
#include "engine/storage/file_head.h"
#include "engine/storage/folder_store.h"
#include "engine/storage/git_store.h"
#include "engine/storage/kubernetes_store.h"
#include "engine/storage/manifest_store.h"
#include "engine/storage/pg_dump_store.h"
#include "engine/storage/working_directory.h"

namespace tfsck {
namespace {

using StoreResult = Result<std::unique_ptr<VersionStore>>;

StoreResult OpenGit(std::string_view rest) {
  auto source = ParseGitSource(rest);
  if (!source) return tl::unexpected(std::move(source.error()));
  return OpenGitStore(std::move(*source));
}

struct Scheme {
  std::string_view prefix;
  StoreResult (*open)(std::string_view rest);
};

constexpr std::array kSchemes = {
    Scheme{"git:", OpenGit},
};

// Exports are known by their content: a file may be named anything.
struct Export {
  bool (*looks_like)(const Document& document);
  std::unique_ptr<VersionStore> (*make)(Document document);
};

constexpr std::array kExports = {
    Export{LooksLikeConsulExport, MakeConsulExportStore},
    Export{LooksLikeKubernetesExport, MakeKubernetesStore},
    Export{LooksLikePgDump, MakePgDumpStore},
};

StoreResult OpenFile(const std::string& path) {
  auto document = LoadDocument(path);
  if (!document) return tl::unexpected(std::move(document.error()));
  if (IsStateLike(document->kind)) return MakeSingleFileStore(std::move(*document));
  for (const Export& format : kExports) {
    if (format.looks_like(*document)) return format.make(std::move(*document));
  }
  return MakeError(ErrorKind::kUsage, Printable(path) + " is a " +
                                          std::string(KindName(document->kind)) +
                                          ", which holds no versions of a state");
}

StoreResult OpenFolder(const std::string& path, const StoreOptions& options) {
  if (!options.manifest.empty()) return MakeManifestStore(path, options.manifest);
  if (LooksLikeWorkingDirectory(path)) return MakeWorkingDirectoryStore(path);
  return MakeFolderStore(path);
}

}  // namespace

std::string VersionStore::CopyCommand(const StoredVersion& version, std::string_view file) const {
  return "cp " + QuoteFileForShell(version.name) + " " + QuoteFileForShell(file);
}

Result<std::unique_ptr<VersionStore>> OpenVersionStore(const std::string& source,
                                                       const StoreOptions& options) {
  struct stat status = {};
  const bool there =
      source == "-" || (source.find('\0') == source.npos && stat(source.c_str(), &status) == 0);
  const int failure = there ? 0 : errno;
  if (there && S_ISDIR(status.st_mode)) return OpenFolder(source, options);
  if (!options.manifest.empty() && there) {
    return MakeError(ErrorKind::kUsage,
                     "a manifest belongs to a folder, and " + Printable(source) + " is none");
  }
  for (const Scheme& scheme : kSchemes) {
    if (there || !source.starts_with(scheme.prefix)) continue;
    if (!options.manifest.empty()) {
      return MakeError(ErrorKind::kUsage,
                       "a manifest belongs to a folder, and " + Printable(source) + " is none");
    }
    return scheme.open(std::string_view(source).substr(scheme.prefix.size()));
  }
  if (!there) {
    if (source.find('\0') != source.npos) return CannotRead(source, "the path contains a NUL");
    return CannotReadBecause(source, failure);
  }
  return OpenFile(source);
}

}  // namespace tfsck
