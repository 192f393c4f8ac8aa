#include "engine/storage/kubernetes_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/printable.h"
#include "engine/json/cursor.h"
#include "engine/storage/file_error.h"
#include "engine/storage/json_export.h"

namespace tfsck {
namespace {

constexpr std::string_view kNamePrefix = "tfstate-";
constexpr std::string_view kPartMark = "-part-";
constexpr uint64_t kMostAssembled = uint64_t{4} << 30;

struct Piece {
  std::string secret;                   // its name
  uint64_t number = 0;                  // 0: the first one, without -part-N
  std::optional<json::RawString> data;  // base64, a view into the export
};

struct Secret {
  std::string kind;
  std::string name_space;
  std::string name;
  bool labelled = false;  // tfstate=true
  bool labels = false;    // there are some
  std::optional<json::RawString> data;
};

class SecretReader {
 public:
  explicit SecretReader(json::Cursor* cursor) : cursor_(*cursor) {}

  // Takes one object of the API, a list of them, or anything else; adds Secrets to *out.
  void Read(std::vector<Secret>* out) {
    Secret secret;
    ExportMembers(&cursor_, [&](std::string_view key) {
      if (key == "items") {
        ExportElements(&cursor_, [&] {
          Secret item;
          ExportMembers(&cursor_, [&](std::string_view inner) { return Take(inner, &item); });
          out->push_back(std::move(item));
        });
        return true;
      }
      return Take(key, &secret);
    });
    out->push_back(std::move(secret));
  }

 private:
  bool Take(std::string_view key, Secret* secret) {
    if (key == "kind") return TakeText(&secret->kind);
    if (key == "data") {
      ExportMembers(&cursor_, [&](std::string_view inner) {
        if (inner != "tfstate" || cursor_.Peek() != json::Kind::kString) return false;
        secret->data = cursor_.TakeString();
        return true;
      });
      return true;
    }
    if (key != "metadata") return false;
    ExportMembers(&cursor_, [&](std::string_view inner) {
      if (inner == "name") return TakeText(&secret->name);
      if (inner == "namespace") return TakeText(&secret->name_space);
      if (inner != "labels") return false;
      ExportMembers(&cursor_, [&](std::string_view label) {
        secret->labels = true;
        std::string value;
        if (label != "tfstate" || !TakeText(&value)) return false;
        secret->labelled = value == "true";
        return true;
      });
      return true;
    });
    return true;
  }

  bool TakeText(std::string* out) {
    if (cursor_.Peek() != json::Kind::kString) return false;
    *out = json::Decode(cursor_.TakeString());
    return true;
  }

  json::Cursor& cursor_;
};

// Cuts -part-N off *name and gives N; 0 where there is none.
uint64_t TakePartNumber(std::string_view* name) {
  const size_t mark = name->rfind(kPartMark);
  if (mark == name->npos) return 0;
  const std::string_view digits = name->substr(mark + kPartMark.size());
  uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || at != end || error != std::errc() || number == 0) return 0;
  *name = name->substr(0, mark);
  return number;
}

bool HoldsState(const Secret& secret) {
  if (secret.kind != "Secret" && !secret.kind.empty()) return false;
  if (!secret.name.starts_with(kNamePrefix)) return false;
  return secret.labelled || (!secret.labels && secret.data);
}

class KubernetesStore : public VersionStore {
 public:
  explicit KubernetesStore(Document document) : document_(std::move(document)) {}

  std::string Kind() const override { return "Kubernetes Secrets"; }

  // An export holds one version of a state.
  std::string CopyCommand(const StoredVersion& /*version*/,
                          std::string_view /*file*/) const override {
    return "";
  }

  Result<VersionListing> List() override {
    const std::string_view bytes = WithoutMark(document_.buffer.bytes);
    json::Cursor cursor(bytes);
    std::vector<Secret> secrets;
    SecretReader(&cursor).Read(&secrets);
    if (!cursor.Finish()) return ExportSyntaxError(document_.path, bytes, 0);
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    std::map<std::string, std::vector<Piece>> by_key;
    for (const Secret& secret : secrets) {
      if (!HoldsState(secret)) continue;
      std::string_view name = secret.name;
      const uint64_t number = TakePartNumber(&name);
      std::string key = secret.name_space.empty() ? "" : secret.name_space + "/";
      key += name.substr(kNamePrefix.size());
      by_key[key].push_back({secret.name, number, secret.data});
    }
    VersionListing listing;
    listing.keyed = true;
    states_.clear();
    for (auto& [key, pieces] : by_key) {
      std::stable_sort(pieces.begin(), pieces.end(),
                       [](const Piece& a, const Piece& b) { return a.number < b.number; });
      StoredVersion version;
      version.key = key;
      version.name = document_.path + ":" + key;
      version.latest = true;
      version.locator = states_.size();
      listing.versions.push_back(std::move(version));
      states_.push_back(std::move(pieces));
    }
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    std::string packed;
    uint64_t expected = 0;
    for (const Piece& piece : states_[version.locator]) {
      if (auto sound = CheckPiece(version.name, piece, expected++); !sound) {
        return tl::unexpected(std::move(sound.error()));
      }
      size_t bad = 0;
      const auto bytes = DecodeBase64(
          piece.data->plain ? std::string(piece.data->text) : json::Decode(*piece.data), &bad);
      if (!bytes) {
        return CannotRead(version.name, fmt::format("the data of Secret {} is not base64",
                                                    Printable(piece.secret)));
      }
      packed += *bytes;
      if (packed.size() > kMostAssembled) {
        return CannotRead(version.name, fmt::format("its pieces hold more than the limit of {} "
                                                    "bytes",
                                                    kMostAssembled));
      }
    }
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    return MakeDocument(version.name, Buffer::Copy(packed));
  }

 private:
  static Result<void> CheckPiece(const std::string& name, const Piece& piece, uint64_t expected) {
    const std::string secret = Printable(piece.secret);
    if (piece.number < expected) {
      return CannotRead(name, fmt::format("there are two Secrets {}", secret));
    }
    if (piece.number > expected) {
      return CannotRead(
          name, fmt::format("piece {} is missing: the next Secret is {}", expected, secret));
    }
    if (!piece.data) {
      return CannotRead(name, fmt::format("Secret {} has no state in data.tfstate", secret));
    }
    return {};
  }

  const Document document_;
  std::vector<std::vector<Piece>> states_;  // by locator; pieces by number
};

}  // namespace

bool LooksLikeKubernetesExport(const Document& document) {
  const std::string_view bytes = WithoutMark(document.buffer.bytes);
  json::Cursor cursor(bytes);
  if (cursor.Peek() != json::Kind::kObject) return false;
  bool version = false;
  std::string kind;
  ExportMembers(&cursor, [&](std::string_view key) {
    version |= key == "apiVersion";
    if (key != "kind" || cursor.Peek() != json::Kind::kString) return false;
    kind = json::Decode(cursor.TakeString());
    return true;
  });
  return version && (kind == "Secret" || kind == "SecretList" || kind == "List");
}

std::unique_ptr<VersionStore> MakeKubernetesStore(Document document) {
  return std::make_unique<KubernetesStore>(std::move(document));
}

}  // namespace tfsck
