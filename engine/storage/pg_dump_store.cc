#include "engine/storage/pg_dump_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/storage/file_error.h"
#include "engine/storage/file_head.h"
#include "engine/storage/pg_dump.h"

namespace tfsck {
namespace {

class PgDumpStore : public VersionStore {
 public:
  explicit PgDumpStore(Document document) : document_(std::move(document)) {}

  std::string Kind() const override { return "PostgreSQL dump"; }

  // An export holds one version of a state.
  std::string CopyCommand(const StoredVersion& /*version*/,
                          std::string_view /*file*/) const override {
    return "";
  }

  Result<VersionListing> List() override {
    dump_ = ReadPgDump(document_.buffer.bytes);
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    VersionListing listing;
    listing.keyed = true;
    for (const PgRow& row : dump_.rows) AddRow(row, &listing);
    std::stable_sort(listing.versions.begin(), listing.versions.end(),
                     [](const auto& a, const auto& b) { return a.key < b.key; });
    if (dump_.cut) listing.remarks.emplace_back("the dump is cut off: rows may be missing");
    if (dump_.other_rows > 0) {
      listing.remarks.push_back(fmt::format(
          "rows of tables named states hold no state by name: {} of them", dump_.other_rows));
    }
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    const PgValue& data = dump_.rows[version.locator].data;
    if (data.form == PgForm::kNull) return CannotRead(version.name, "its data is NULL");
    Buffer text = Buffer::Copy(PgText(data));
    if (auto same = document_.StillUnchanged(); !same) return tl::unexpected(same.error());
    return MakeDocument(version.name, std::move(text));
  }

 private:
  void AddRow(const PgRow& row, VersionListing* listing) const {
    StoredVersion version;
    version.key = row.schema.empty() ? row.name : row.schema + "/" + row.name;
    version.name = document_.path + ":" + version.key;
    version.latest = true;
    version.locator = static_cast<uint64_t>(&row - dump_.rows.data());
    listing->versions.push_back(std::move(version));
  }

  const Document document_;
  PgDump dump_;
};

// Whether a statement that begins a line of `head` names a table `states`.
bool FillsStates(std::string_view head, std::string_view verb) {
  for (size_t at = head.find(verb); at != head.npos; at = head.find(verb, at + 1)) {
    if (at != 0 && head[at - 1] != '\n') continue;
    const std::string_view line = head.substr(at, head.find('\n', at) - at);
    if (line.find("states") != line.npos) return true;
  }
  return false;
}

}  // namespace

bool LooksLikePgDump(const Document& document) {
  const std::string_view head = document.buffer.bytes.substr(0, kHeadSize);
  return head.find("-- PostgreSQL database dump") != head.npos || FillsStates(head, "COPY ") ||
         FillsStates(head, "INSERT INTO ");
}

std::unique_ptr<VersionStore> MakePgDumpStore(Document document) {
  return std::make_unique<PgDumpStore>(std::move(document));
}

}  // namespace tfsck
