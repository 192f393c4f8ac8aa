// HTTP headers of one Azure blob: `curl -I`, or a log line of a status and a JSON object.
#include <algorithm>
#include <map>

#include "engine/base/buffer.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

constexpr size_t kMostLines = 200;
constexpr std::string_view kLeaseHeader = "x-ms-lease-status";
constexpr std::string_view kLockHeader = "x-ms-meta-terraformlockid";

using Headers = std::map<std::string, std::string>;

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
  });
  return lower;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// `200 {"x-ms-lease-status":"locked",...}` in one line.
void TakeJsonLine(std::string_view line, Headers* headers) {
  const size_t brace = line.find('{');
  if (brace == line.npos) return;
  const Buffer copy = Buffer::Copy(line.substr(brace));
  const json::Tape tape(copy.bytes);
  JsonValue::Root(tape).ForEachMember([&](const std::string& name, const JsonValue& value) {
    headers->insert_or_assign(LowerCase(name), value.Text());
  });
}

void TakeHeaderLine(std::string_view line, Headers* headers) {
  const size_t colon = line.find(':');
  if (colon == line.npos || line.substr(0, colon).find(' ') != line.npos) return;
  headers->insert_or_assign(LowerCase(line.substr(0, colon)),
                            std::string(Trimmed(line.substr(colon + 1))));
}

Headers TakeHeaders(std::string_view text) {
  Headers headers;
  for (size_t lines = 0; lines < kMostLines && !text.empty(); ++lines) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (lines == 0) TakeJsonLine(line, &headers);
    TakeHeaderLine(line, &headers);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return headers;
}

}  // namespace

FormatReading ReadAzureHeaders(std::string_view text, const std::string& source,
                               LockEvidence* evidence) {
  const Headers headers = TakeHeaders(text);
  const auto value = [&](std::string_view name) {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? std::string() : found->second;
  };
  if (value(kLeaseHeader).empty()) return std::nullopt;
  AzureBlob blob;
  blob.lease_state = value("x-ms-lease-state");
  blob.lease_status = value(kLeaseHeader);
  blob.modified = value("last-modified");
  blob.lock_metadata = value(kLockHeader);
  blob.has_lock_metadata = !blob.lock_metadata.empty();
  blob.metadata_known = true;
  AddAzureBlob(blob, source, evidence);
  return LockSourceKind::kBlobProperties;
}

}  // namespace tfsck
