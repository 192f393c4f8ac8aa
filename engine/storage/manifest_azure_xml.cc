// The answer of Azure's List Blobs: <EnumerationResults><Blobs><Blob>...
// Source: learn.microsoft.com/rest/api/storageservices/list-blobs.
#include <fmt/format.h>

#include <pugixml.hpp>
#include <utility>

#include "engine/storage/json_export.h"
#include "engine/storage/manifest_entry.h"

namespace tfsck {
namespace {

std::string Text(const pugi::xml_node& node, const char* name) {
  return node.child(name).text().get();
}

ManifestEntry EntryOf(const pugi::xml_node& blob) {
  const pugi::xml_node properties = blob.child("Properties");
  ManifestEntry entry;
  const auto set = [&entry](EntryField field, std::string text) {
    entry.fields[static_cast<size_t>(field)] = std::move(text);
  };
  set(EntryField::kName, Text(blob, "Name"));
  set(EntryField::kSnapshot, Text(blob, "Snapshot"));
  set(EntryField::kVersionIdAzure, Text(blob, "VersionId"));
  set(EntryField::kIsCurrentVersion, Text(blob, "IsCurrentVersion"));
  set(EntryField::kDeleted, Text(blob, "Deleted"));
  set(EntryField::kContentLength, Text(properties, "Content-Length"));
  set(EntryField::kLastModifiedAzure, Text(properties, "Last-Modified"));
  set(EntryField::kContentMd5, Text(properties, "Content-MD5"));
  set(EntryField::kDeletedTime, Text(properties, "DeletedTime"));
  return entry;
}

}  // namespace

Result<std::vector<DialectObject>> ReadAzureXml(const std::string& name, std::string_view bytes,
                                                bool* cut) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(bytes.data(), bytes.size());
  if (!parsed) {
    return ExportError(name, bytes, static_cast<uint64_t>(parsed.offset),
                       fmt::format("the XML is damaged ({})", parsed.description()));
  }
  const pugi::xml_node results = document.child("EnumerationResults");
  if (!results) return ExportError(name, bytes, 0, "it is XML, but no listing of Azure's");
  std::vector<DialectObject> out;
  for (const pugi::xml_node& blob : results.child("Blobs").children("Blob")) {
    auto object = FromAzure(EntryOf(blob));
    if (!object) {
      return ExportError(name, bytes, static_cast<uint64_t>(blob.offset_debug()),
                         "a blob has no Name");
    }
    out.push_back(std::move(*object));
  }
  *cut = !Text(results, "NextMarker").empty();
  return out;
}

}  // namespace tfsck
