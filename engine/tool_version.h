// Versions as hashicorp/go-version reads them: what terraform_version may hold.
#ifndef TFSCK_ENGINE_TOOL_VERSION_H_
#define TFSCK_ENGINE_TOOL_VERSION_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tfsck {

struct ToolVersion {
  std::vector<int64_t> segments;  // as written: 1.5 has two
  std::string_view prerelease;    // view into the text

  int64_t major() const { return segments.empty() ? 0 : segments[0]; }
  int64_t minor() const { return segments.size() < 2 ? 0 : segments[1]; }
  // Whether this is at least major.minor, pre-releases of it included.
  bool AtLeast(int64_t want_major, int64_t want_minor) const {
    return major() != want_major ? major() > want_major : minor() >= want_minor;
  }
};

// Nothing where go-version refuses the text.  Accepts a leading v, any number of segments,
// pre-release and metadata.  Source: hashicorp/go-version version.go, VersionRegexpRaw.
std::optional<ToolVersion> ParseToolVersion(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_TOOL_VERSION_H_
