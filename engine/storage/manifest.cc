#include "engine/storage/manifest.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/storage/file_error.h"
#include "engine/storage/json_export.h"
#include "engine/storage/manifest_entry.h"

namespace tfsck {
namespace {

constexpr std::string_view kCutRemark =
    "the listing is cut: the service said that more entries follow those it holds";

// Members of a page that say nothing about versions, beside the lists.
constexpr std::array kIdleMembers = {
    "Name",      "Prefix",         "KeyMarker",        "VersionIdMarker", "MaxKeys",
    "Delimiter", "CommonPrefixes", "EncodingType",     "KeyCount",        "StartAfter",
    "kind",      "RequestCharged", "ResponseMetadata", "prefixes",        "ContinuationToken",
};

constexpr std::array kNextPageMembers = {
    "NextKeyMarker", "NextVersionIdMarker", "NextToken",  "NextContinuationToken",
    "nextPageToken", "NextMarker",          "nextMarker",
};

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class JsonManifestReader {
 public:
  JsonManifestReader(const std::string& name, std::string_view bytes)
      : name_(name), bytes_(bytes), cursor_(bytes) {}

  Result<Manifest> Read() {
    while (!cursor_.failed() && !error_ && cursor_.Peek() != json::Kind::kEnd) ReadPage();
    if (cursor_.failed()) return ExportSyntaxError(name_, bytes_, page_begin_);
    if (error_) return tl::unexpected(std::move(*error_));
    Manifest manifest = OrderObjects(std::move(objects_));
    if (cut_) manifest.remarks.emplace_back(kCutRemark);
    return manifest;
  }

 private:
  void ReadPage() {
    page_begin_ = cursor_.offset();
    cut_ = false;  // of several pages the last one tells
    if (cursor_.Peek() == json::Kind::kArray) {
      ReadEntries([this] { return FromElement(); });
    } else if (cursor_.Peek() == json::Kind::kObject) {
      ReadObjectPage();
    } else {
      cursor_.SkipValue();
      Refuse(page_begin_, "it is neither an object nor a list");
    }
  }

  void ReadObjectPage() {
    bool any = false;
    bool known = false;
    ExportMembers(&cursor_, [&](std::string_view key) {
      any = true;
      const bool taken = TakeMember(key);
      known |= taken || Contains(kIdleMembers, key);
      return taken;
    });
    if (any && !known && !cursor_.failed()) {
      Refuse(page_begin_, "it is no listing of objects that is known: see the manual, history");
    }
  }

  // Whether the member was known and its value was taken.
  bool TakeMember(std::string_view key) {
    if (key == "Versions" || key == "Contents") {
      ReadEntries([this] { return FromS3(entry_, false); });
    } else if (key == "DeleteMarkers") {
      ReadEntries([this] { return FromS3(entry_, true); });
    } else if (key == "items") {
      ReadEntries([this] { return FromGcs(entry_); });
    } else if (key == "IsTruncated") {
      cut_ |= cursor_.Peek() == json::Kind::kTrue;
      cursor_.SkipValue();
    } else if (Contains(kNextPageMembers, key)) {
      const bool text = cursor_.Peek() == json::Kind::kString;
      cut_ |= cursor_.SkipValue().size() > 2 && text;  // more than its quotes
    } else {
      return false;
    }
    return true;
  }

  template <typename Interpret>
  void ReadEntries(Interpret&& interpret) {
    ExportElements(&cursor_, [&] {
      const uint64_t at = cursor_.offset();
      const bool object = ReadManifestEntry(&cursor_, &entry_);
      if (cursor_.failed() || error_) return;
      if (!object) return Refuse(at, "an entry of the listing is no object");
      auto listed = interpret();
      if (listed) {
        Add(std::move(*listed));
      } else if (!IsIdleEntry()) {
        Refuse(at, "an entry of the listing has no name");
      }
    });
  }

  // Elements of a bare list: az's or gcloud's.
  std::optional<DialectObject> FromElement() {
    if (entry_.has_url) return FromGcs(entry_);
    if (entry_.has_properties) return FromAzure(entry_);
    if (!entry_[EntryField::kGeneration].empty()) return FromGcs(entry_);
    if (!entry_[EntryField::kKey].empty()) return FromS3(entry_, false);
    return std::nullopt;
  }

  // What stands in lists and is no object: folders of gcloud's, the marker of az's next page.
  bool IsIdleEntry() {
    cut_ |= !entry_[EntryField::kNextMarker].empty();
    return entry_.has_next_marker || entry_.has_url || entry_[EntryField::kName].ends_with('/');
  }

  void Add(DialectObject object) {
    if (objects_.size() >= kMostListed) return Refuse(cursor_.offset(), "it has too many entries");
    objects_.push_back(std::move(object));
  }

  void Refuse(uint64_t offset, std::string_view reason) {
    if (!error_) error_ = ExportError(name_, bytes_, offset, reason).value();
  }

  const std::string& name_;
  const std::string_view bytes_;
  json::Cursor cursor_;
  ManifestEntry entry_;
  std::vector<DialectObject> objects_;
  std::optional<Error> error_;
  uint64_t page_begin_ = 0;
  bool cut_ = false;
};

Result<Manifest> Ordered(Result<std::vector<DialectObject>> objects, bool cut) {
  if (!objects) return tl::unexpected(std::move(objects.error()));
  Manifest manifest = OrderObjects(std::move(*objects));
  if (cut) manifest.remarks.emplace_back(kCutRemark);
  return manifest;
}

}  // namespace

Result<Manifest> ReadManifest(const std::string& name, std::string_view bytes) {
  bytes = WithoutMark(bytes);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == bytes.npos) return Manifest{};
  if (bytes[first] == '<') {
    bool cut = false;
    auto objects = ReadAzureXml(name, bytes, &cut);
    return Ordered(std::move(objects), cut);
  }
  if (bytes[first] == '{' || bytes[first] == '[') return JsonManifestReader(name, bytes).Read();
  return Ordered(ReadGsutilListing(name, bytes), false);
}

}  // namespace tfsck
