#include "engine/storage/consul_export_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/printable.h"
#include "engine/digest.h"
#include "engine/json/cursor.h"
#include "engine/storage/file_error.h"
#include "engine/storage/file_head.h"
#include "engine/storage/json_export.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

constexpr uint64_t kMostAssembled = uint64_t{4} << 30;

struct Entry {
  std::string key;
  json::RawString value;  // base64, a view into the export
};

struct ChunkIndex {
  std::string hash;
  std::vector<std::string> keys;
};

std::optional<std::string> ValueOf(const Entry& entry) {
  size_t bad = 0;
  return DecodeBase64(entry.value.plain ? std::string(entry.value.text) : json::Decode(entry.value),
                      &bad);
}

// What the value begins like; whole groups of base64 are decoded.
DocumentKind KindOf(const Entry& entry) {
  constexpr size_t kGroups = kHeadSize / 3;
  Entry head = entry;
  if (head.value.plain) head.value.text = head.value.text.substr(0, kGroups * 4);
  const auto bytes = ValueOf(head);
  return bytes ? LookAtHead(*bytes).kind : DocumentKind::kOther;
}

ChunkIndex ReadIndex(std::string_view bytes) {
  ChunkIndex index;
  json::Cursor cursor(bytes);
  ExportMembers(&cursor, [&](std::string_view key) {
    if (key == "current-hash" && cursor.Peek() == json::Kind::kString) {
      index.hash = json::Decode(cursor.TakeString());
      return true;
    }
    if (key != "chunks") return false;
    ExportElements(&cursor, [&] {
      if (cursor.Peek() != json::Kind::kString) {
        cursor.SkipValue();
      } else {
        index.keys.push_back(json::Decode(cursor.TakeString()));
      }
    });
    return true;
  });
  return index;
}

// PATH/tfstate.HASH/NUMBER
bool IsChunkKey(std::string_view key) {
  const size_t slash = key.rfind('/');
  if (slash == key.npos || slash + 1 == key.size()) return false;
  if (key.find_first_not_of("0123456789", slash + 1) != key.npos) return false;
  const std::string_view folder = BaseName(key.substr(0, slash));
  return folder.starts_with("tfstate.") && IsMd5Hex(folder.substr(8));
}

class ConsulExportStore : public VersionStore {
 public:
  explicit ConsulExportStore(Document document) : document_(std::move(document)) {}

  std::string Kind() const override { return "Consul export"; }

  // An export holds one version of a state.
  std::string CopyCommand(const StoredVersion& /*version*/,
                          std::string_view /*file*/) const override {
    return "";
  }

  Result<VersionListing> List() override {
    if (auto read = ReadEntries(); !read) return tl::unexpected(std::move(read.error()));
    VersionListing listing;
    listing.keyed = true;
    std::unordered_set<std::string> named;
    for (size_t i = 0; i < entries_.size(); ++i) Take(i, &named, &listing);
    for (auto* list : {&listing.versions, &listing.locks}) {
      std::stable_sort(list->begin(), list->end(),
                       [](const auto& a, const auto& b) { return a.key < b.key; });
    }
    const auto orphans = std::count_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return IsChunkKey(entry.key) && !named.contains(entry.key);
    });
    if (orphans > 0) {
      listing.remarks.push_back(
          fmt::format("chunks that no index names were left behind: {} of them", orphans));
    }
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    const Entry& entry = entries_[version.locator];
    auto bytes = ValueOf(entry);
    if (!bytes) return CannotRead(version.name, "its value is not base64");
    const std::string_view head = *bytes;
    auto document = MakeDocument(version.name, Buffer::Copy(head));
    if (document && document->kind == DocumentKind::kConsulChunkIndex) {
      document = Assemble(version.name, ReadIndex(document->buffer.bytes));
    }
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    return document;
  }

 private:
  Result<void> ReadEntries() {
    entries_.clear();
    by_key_.clear();
    const std::string_view bytes = WithoutMark(document_.buffer.bytes);
    json::Cursor cursor(bytes);
    const bool list = ExportElements(&cursor, [&] {
      Entry entry;
      ExportMembers(&cursor, [&](std::string_view key) {
        if (cursor.Peek() != json::Kind::kString) return false;
        if (key == "key") {
          entry.key = json::Decode(cursor.TakeString());
        } else if (key == "value") {
          entry.value = cursor.TakeString();
        } else {
          return false;
        }
        return true;
      });
      if (!entry.key.empty()) entries_.push_back(std::move(entry));
    });
    if (!cursor.Finish()) return ExportSyntaxError(document_.path, bytes, 0);
    if (!list) return ExportError(document_.path, bytes, 0, "it is no list of keys");
    for (size_t i = 0; i < entries_.size(); ++i) by_key_[entries_[i].key] = i;
    return {};
  }

  void Take(size_t i, std::unordered_set<std::string>* named, VersionListing* listing) const {
    const Entry& entry = entries_[i];
    StoredVersion version;
    version.key = entry.key;
    version.name = document_.path + ":" + entry.key;
    version.latest = true;
    version.locator = i;
    if (entry.key.ends_with("/.lockinfo")) {
      listing->locks.push_back(std::move(version));
      return;
    }
    if (entry.key.ends_with("/.lock") || IsChunkKey(entry.key)) return;
    const DocumentKind kind = KindOf(entry);
    // An empty value is a folder of Consul's, or a lock that is held.
    if (kind == DocumentKind::kEmpty || !IsStateLike(kind)) return;
    if (kind == DocumentKind::kConsulChunkIndex) {
      if (const auto bytes = ValueOf(entry)) {
        const Buffer copy = Buffer::Copy(*bytes);
        for (std::string& key : ReadIndex(copy.bytes).keys) named->insert(std::move(key));
      }
    }
    listing->versions.push_back(std::move(version));
  }

  Result<Document> Assemble(const std::string& name, const ChunkIndex& index) const {
    std::string whole;
    for (const std::string& key : index.keys) {
      const auto found = by_key_.find(key);
      if (found == by_key_.end()) {
        return CannotRead(name, fmt::format("its chunk {} is missing", Printable(key)));
      }
      const auto chunk = ValueOf(entries_[found->second]);
      if (!chunk) {
        return CannotRead(name, fmt::format("its chunk {} is not base64", Printable(key)));
      }
      whole += *chunk;
      if (whole.size() > kMostAssembled) {
        return CannotRead(
            name, fmt::format("its chunks hold more than the limit of {} bytes", kMostAssembled));
      }
    }
    auto document = MakeDocument(name, Buffer::Copy(whole));
    if (!document) return document;
    const std::string hash = Md5Hex(document->buffer.bytes);
    if (hash == index.hash) return document;
    return CannotRead(name, fmt::format("its chunks do not have the hash that its index names: {} "
                                        "instead of {}",
                                        hash, Printable(index.hash)));
  }

  const Document document_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, size_t> by_key_;
};

}  // namespace

bool LooksLikeConsulExport(const Document& document) {
  const std::string_view bytes = WithoutMark(document.buffer.bytes);
  json::Cursor cursor(bytes);
  if (cursor.Peek() != json::Kind::kArray) return false;
  cursor.EnterArray();
  if (!cursor.NextElement()) return false;
  bool key = false;
  bool value = false;
  ExportMembers(&cursor, [&](std::string_view name) {
    key |= name == "key";
    value |= name == "value";
    return false;
  });
  return key && value;
}

std::unique_ptr<VersionStore> MakeConsulExportStore(Document document) {
  return std::make_unique<ConsulExportStore>(std::move(document));
}

}  // namespace tfsck
